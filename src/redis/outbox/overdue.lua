-- Chats that should have been visited a while ago, the one that waits longest first.
-- ARGV: 2 ms, 3 at most so many. Reply: {the server's wall clock (ms), chat, ...}.
-- Requires: ../scripts/base.lua
local before = string.format('%.0f', steady() - tonumber(ARGV[2]))
local chats = redis.call('ZRANGEBYSCORE', keys.due, '-inf', before, 'LIMIT', 0, ARGV[3])
table.insert(chats, 1, string.format('%.0f', now))
return chats
