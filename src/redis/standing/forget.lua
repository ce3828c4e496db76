-- Notes in the audit trail of its request how a standing approval ended, and forgets it.
-- Values: id, approval (key), like, within (names), timeIsOver (the ending where nothing ended it before, JSON).
-- Reply: 1; 0 where another replica did it, or where it is in force.
-- Requires: standings.lua
local id = values.id
if not redis.call('ZSCORE', keys.standing_ends, id) or is_in_force(id) then return 0 end
local ending = cjson.decode(redis.call('HGET', keys.standing_endings, id) or values.timeIsOver)
ending.what, ending.standing = 'standing_ended', id
ending.uses = tonumber(redis.call('HGET', keys.standing_uses, id) or 0)
redis.call('RPUSH', keys.approval_audit(values.approval), cjson.encode(ending))
redis.call('ZREM', keys.standing_ends, id)
redis.call('HDEL', keys.standings, id)
redis.call('HDEL', keys.standing_endings, id)
redis.call('HDEL', keys.standing_uses, id)
redis.call('SREM', keys.standings_alike(values.like), id)
for _, name in ipairs(values.within) do redis.call('SREM', keys.standings_within(name), id) end
return 1
