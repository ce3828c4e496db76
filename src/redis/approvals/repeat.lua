-- Publishes a decision on its channel once more, since the job gave no sign of it.
-- Values: id, at (RFC 3339). Reply: {chat, delay, ...}; nothing when another replica did it.
-- Invariant: the stream holds the decision once; only the channel hears it again.
-- Requires: approvals.lua
local id = values.id
if redis.call('ZREM', keys.acknowledgements_due, id) == 0 then return {} end
local said = redis.call('HMGET', keys.approval(id), 'channel', 'announcement')
if said[1] then redis.call('PUBLISH', said[1], said[2]) end
redis.call('HSET', keys.approval(id), 'acknowledgement', cjson.encode({ kind = 'missing', at = values.at }))
note(id, 'unheard', values.at)
refresh_copies(id)
return wakes()
