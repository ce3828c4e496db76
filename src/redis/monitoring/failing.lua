-- Notes a call that Telegram did not take. ARGV: 2 chat, 3 ms for which it is remembered.
--   `failing`: hash of the calls in a row (calls, first, last: ms of the steady clock); `failing:chats`: whom they
--   were for
-- Reply: nothing. Sent twice, it counts twice, which is no harm: it only says that nothing gets through.
-- Requires: ../scripts/base.lua
redis.call('HSETNX', key('failing'), 'first', string.format('%.0f', steady()))
redis.call('HSET', key('failing'), 'last', string.format('%.0f', steady()))
redis.call('HINCRBY', key('failing'), 'calls', 1)
redis.call('SADD', key('failing', 'chats'), ARGV[2])
redis.call('PEXPIRE', key('failing'), ARGV[3])
redis.call('PEXPIRE', key('failing', 'chats'), ARGV[3])
return ''
