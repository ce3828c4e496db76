-- Notes that the journal went back in time, and gives it a new identity.
-- Values: rollback (as JSON), from (the epoch under which it was found), to (the new epoch).
-- Reply: 1, or 0 when it was noted before.
-- Invariant: one rollback is noted once, whoever finds it. The same call again answers the same.
local epoch = redis.call('GET', keys.epoch)
if epoch == values.to then return 1 end
if epoch and epoch ~= values.from then return 0 end
redis.call('SET', keys.rollback, values.rollback)
redis.call('SET', keys.epoch, values.to)
redis.call('RPUSH', keys.former_epochs, values.from)
return 1
