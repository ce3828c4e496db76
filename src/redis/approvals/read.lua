-- Reads approvals, each as it stood at one moment.
-- ARGV: 2 and on approval ids. Reply: what standing_of says of each.
-- Requires: standing.lua
local reply = {}
for at = 2, #ARGV do reply[#reply + 1] = standing_of(ARGV[at]) end
return reply
