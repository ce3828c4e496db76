-- Notes that the journal went back in time, and gives it a new identity. KEYS: 1 the rollback that nobody
-- confirmed yet, 2 epoch, 3 list of the epochs that it had before. ARGV: 1 the rollback as JSON, 2 epoch
-- under which it was found, 3 the new epoch. Reply: 1, or 0 when it was noted before.
-- Invariant: one rollback is noted once, whoever finds it. The same call again answers the same.
local epoch = redis.call('GET', KEYS[2])
if epoch == ARGV[3] then return 1 end
if epoch and epoch ~= ARGV[2] then return 0 end
redis.call('SET', KEYS[1], ARGV[1])
redis.call('SET', KEYS[2], ARGV[3])
redis.call('RPUSH', KEYS[3], ARGV[2])
return 1
