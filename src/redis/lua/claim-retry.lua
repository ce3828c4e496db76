-- Takes the next message that is due to be tried again, for a while.
-- KEYS: 1 sorted set of messages by when they are due, 2 hash of messages, 3 hash of attempts.
-- ARGV: 1 now (ms), 2 ms for which it is taken. Reply: {id, message, attempts} or false.
-- Invariant: an attempt is counted before it is made, so that one which ends the process counts.
local id = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, 1)[1]
if not id then return false end
redis.call('ZADD', KEYS[1], ARGV[1] + ARGV[2], id)
-- The first attempt was made when it came.
local attempts = redis.call('HINCRBY', KEYS[3], id, 1) + 1
return { id, redis.call('HGET', KEYS[2], id), attempts }
