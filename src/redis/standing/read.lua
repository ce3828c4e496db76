-- Reads standing approvals that are in force.
-- Values: which (all, alike or one), of (the digest, or the id; empty for all). Reply: {id, JSON, uses} of each.
-- Requires: standings.lua
local function candidates()
  if values.which == 'one' then return { values.of } end
  if values.which == 'alike' then return redis.call('SMEMBERS', keys.standings_alike(values.of)) end
  return redis.call('ZRANGE', keys.standing_ends, 0, -1)
end

local reply = {}
for _, id in ipairs(candidates()) do
  -- All of it in any case: what is unknown takes as many commands as what the caller may not see.
  local json = redis.call('HGET', keys.standings, id)
  local uses = redis.call('HGET', keys.standing_uses, id) or '0'
  if is_in_force(id) and json then reply[#reply + 1] = { id, json, uses } end
end
return reply
