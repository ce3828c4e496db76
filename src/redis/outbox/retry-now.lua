-- Has everything that was put aside for a chat tried at once.
-- ARGV: 2 chat. Reply: {chat, delay, ...}.
-- Requires: outbox.lua
local aside = key('out', ARGV[2], 'aside')
for _, item in ipairs(redis.call('ZRANGE', aside, 0, -1)) do
  redis.call('ZADD', aside, string.format('%.0f', steady()), item)
end
if redis.call('EXISTS', aside) == 1 then mark_due(ARGV[2], 0) end
return wakes()
