-- Notes a call that Telegram did not take. Values: chat, keepMs (for which it is remembered).
--   `failing`: hash of the calls in a row (calls, first, last: ms of the steady clock); `failing:chats`: whom they
--   were for
-- Reply: nothing. Sent twice, it counts twice, which is no harm: it only says that nothing gets through.
-- Requires: ../scripts/base.lua
redis.call('HSETNX', keys.failing, 'first', string.format('%.0f', steady()))
redis.call('HSET', keys.failing, 'last', string.format('%.0f', steady()))
redis.call('HINCRBY', keys.failing, 'calls', 1)
redis.call('SADD', keys.failing_chats, values.chat)
redis.call('PEXPIRE', keys.failing, values.keepMs)
redis.call('PEXPIRE', keys.failing_chats, values.keepMs)
return ''
