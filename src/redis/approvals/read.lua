-- Reads approvals, each as it stood at one moment.
-- Values: ids. Reply: standing_of of each.
-- Requires: standing.lua
local reply = {}
for _, id in ipairs(values.ids) do reply[#reply + 1] = standing_of(id) end
return reply
