-- Notes that a process begins with an update, before it does, so that an update which ends every
-- process that tries it is found.
-- KEYS: 1 mark of an update that was handled, 2 set of the processes that began with it.
-- ARGV: 1 who begins (a name for one life of a process), 2 '1': begin also where others ended (else
--   that is only told), 3 ms for which this is remembered.
-- Reply: {handled (0 or 1), how many others began and did not come to the end}.
-- Invariant: a process counts once, however often it begins and however often this is sent.
if redis.call('EXISTS', KEYS[1]) == 1 then return { 1, 0 } end
local deaths = redis.call('SCARD', KEYS[2]) - redis.call('SISMEMBER', KEYS[2], ARGV[1])
if deaths > 0 and ARGV[2] ~= '1' then return { 0, deaths } end
redis.call('SADD', KEYS[2], ARGV[1])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
return { 0, deaths }
