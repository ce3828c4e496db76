-- Chats that should have been visited a while ago, the one that waits longest first.
-- Values: lateMs, limit. Reply: {the server's wall clock (ms), chat, ...}.
-- Requires: ../scripts/base.lua
local before = string.format('%.0f', steady() - values.lateMs)
local chats = redis.call('ZRANGEBYSCORE', keys.due, '-inf', before, 'LIMIT', 0, values.limit)
table.insert(chats, 1, string.format('%.0f', now))
return chats
