-- Standing approvals that are no longer in force, and not forgotten yet.
-- Values: none. Reply: {id, JSON or ''} of each.
-- Requires: standings.lua
local reply = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', keys.standing_ends, '-inf', string.format('%.0f', now))) do
  reply[#reply + 1] = { id, redis.call('HGET', keys.standings, id) or '' }
end
return reply
