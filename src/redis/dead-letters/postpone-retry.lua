-- Has a message tried again after a while.
-- ARGV: 2 id, 3 ms. Reply: 1.
-- Requires: ../scripts/base.lua
redis.call('ZADD', keys.again, 'XX', string.format('%.0f', steady() + tonumber(ARGV[3])), ARGV[2])
return 1
