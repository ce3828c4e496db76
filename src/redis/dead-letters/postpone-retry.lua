-- Has a message tried again after a while.
-- Values: id, ms. Reply: 1.
-- Requires: ../scripts/base.lua
redis.call('ZADD', keys.again, 'XX', string.format('%.0f', steady() + values.ms), values.id)
return 1
