-- Notes what a message tells.
-- Values: chat, message (its id), origin, kept (how many of a chat), keptMs (after the last one, all are forgotten).
-- Reply: 1.
-- Invariant: a message has one origin, the latest; of a chat only the newest messages have one. Ids of messages grow.
local name = keys.origins(values.chat)
redis.call('ZREMRANGEBYSCORE', name, values.message, values.message)
-- Room is made first: a set that was larger once does not become flat again.
redis.call('ZREMRANGEBYRANK', name, 0, -values.kept)
redis.call('ZADD', name, values.message, values.message .. ' ' .. values.origin)
redis.call('PEXPIRE', name, values.keptMs)
return 1
