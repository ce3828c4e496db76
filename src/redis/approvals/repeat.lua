-- Publishes a decision on its channel once more, since the job gave no sign of it.
-- Values: id, at (RFC 3339), event (the decision as it was announced, marked as repeated).
-- Reply: {chat, delay, ...}; nothing when another replica did it.
-- Invariant: the stream holds the decision once; only the channel hears it again.
-- Requires: approvals.lua
local id = values.id
if redis.call('ZREM', keys.acknowledgements_due, id) == 0 then return {} end
local channel = redis.call('HGET', keys.approval(id), 'channel')
if channel then redis.call('PUBLISH', channel, values.event) end
redis.call('HSET', keys.approval(id), 'acknowledgement', cjson.encode({ kind = 'missing', at = values.at }))
note(id, 'unheard', values.at)
refresh_copies(id)
return wakes()
