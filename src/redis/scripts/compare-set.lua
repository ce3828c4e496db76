-- Changes one field of a hash if it is still what the caller saw, and counts the change.
-- KEYS: 1 hash, 2 revision. ARGV: 1 field, 2 what was seen or '', 3 what is new.
-- Reply: 1, or 0 when somebody else was faster.
if (redis.call('HGET', KEYS[1], ARGV[1]) or '') ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
redis.call('INCR', KEYS[2])
return 1
