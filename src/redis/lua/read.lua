-- Reads approvals, each as it stood at one moment. Needs base.lua, standing.lua.
-- ARGV: 2 and on approval ids. Reply: what standing_of says of each.
local reply = {}
for at = 2, #ARGV do reply[#reply + 1] = standing_of(ARGV[at]) end
return reply
