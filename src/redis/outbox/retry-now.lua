-- Has everything that waits for another try, or while the chat is left alone, looked at at once.
-- Values: chat. Reply: {chat, delay, ...}.
-- Requires: outbox.lua
local chat, at = values.chat, string.format('%.0f', steady())
local is_any = false
for _, set in ipairs({ keys.out_aside(chat), keys.out_later(chat) }) do
  for _, item in ipairs(redis.call('ZRANGE', set, 0, -1)) do
    redis.call('ZADD', set, 'LT', at, item)
    is_any = true
  end
end
for _, address in ipairs(redis.call('ZRANGE', keys.out_windows(chat), 0, -1)) do
  if string.sub(address, -1) == '~' then
    redis.call('ZADD', keys.out_windows(chat), 'LT', at, address)
    is_any = true
  end
end
if is_any then mark_due(chat, 0) end
return wakes()
