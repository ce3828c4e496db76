-- Has everything that waits for another try, while the chat is left alone, or while its job is muted, looked at at
-- once; cards in their pace.
-- Values: chat. Reply: {chat, delay, ...}.
-- Requires: outbox.lua
local chat, at = values.chat, string.format('%.0f', steady())
local is_any = false
-- Whether the card that is being sent is muted was perhaps read before that changed.
local taken = string.match(redis.call('GET', keys.out_taken(chat)) or '', '^%S+ (card/.*)$')
if taken then redis.call('ZADD', keys.out_still(chat), at, taken) end
for _, set in ipairs({ keys.out_aside(chat), keys.out_later(chat), keys.out_still(chat) }) do
  for _, item in ipairs(redis.call('ZRANGE', set, 0, -1)) do
    local changed = tonumber(redis.call('HGET', keys.out_changed(chat), item) or 0)
    local time = set == keys.out_later(chat) and math.max(steady(), changed + CHANGE_INTERVAL_MS) or steady()
    redis.call('ZADD', set, 'LT', string.format('%.0f', time), item)
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
