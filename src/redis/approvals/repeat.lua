-- Says a decision on its channel once more, of which the job gave no sign.
-- ARGV: 2 approval id. Reply: {chat, delay, ...}; nothing when somebody else did it.
-- Invariant: the stream holds the decision once; only the channel hears it again.
-- Requires: approvals.lua
local id = ARGV[2]
if redis.call('ZREM', key('approvals', 'unheard'), id) == 0 then return {} end
local said = redis.call('HMGET', key('approval', id), 'channel', 'announcement')
if said[1] then redis.call('PUBLISH', said[1], said[2]) end
redis.call('HSET', key('approval', id), 'reception', cjson.encode({ kind = 'unheard', at = instant() }))
note(id, 'unheard')
refresh_copies(id)
return wakes()
