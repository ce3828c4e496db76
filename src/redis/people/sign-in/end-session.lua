-- Ends a session.
-- Values: hash (of its secret).
-- Reply: 1, or 0 when there is none.
-- Invariant: it is no longer counted among those of its holder.
local session = keys.session(values.hash)
local holder = redis.call('HGET', session, 'holder')
if holder then redis.call('ZREM', keys.sessions_of(holder), values.hash) end
return redis.call('DEL', session)
