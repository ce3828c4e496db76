-- What was lent (lend.lua) was sent, or is tried again.
-- Values: chat, item, ms (until it is tried again; -1: it is done). Reply: 1.
-- Requires: ../outbox.lua
local chat, item, ms = values.chat, values.item, values.ms
local aside = keys.out_aside(chat)
if ms >= 0 then
  if redis.call('ZSCORE', aside, item) then
    redis.call('ZADD', aside, string.format('%.0f', steady() + ms), item)
    mark_due(chat, ms)
  end
  return 1
end
redis.call('ZREM', aside, item)
redis.call('HDEL', keys.out_tries(chat), item)
-- Somebody asked for it once more meanwhile.
if redis.call('ZSCORE', keys.out_queue(chat), item) == false then redis.call('HDEL', keys.out_payload(chat), item) end
return 1
