-- What was lent (lend.lua) was sent, or is tried again.
-- Values: chat, item, ms (until it is tried again; -1: it is done), by. Reply: 1, or 0 when the claim is lost.
-- Requires: ../outbox.lua
local chat, item, ms = values.chat, values.item, values.ms
local aside, lent = keys.out_aside(chat), keys.lent(chat .. '/' .. item)
if redis.call('GET', lent) ~= values.by then return 0 end
redis.call('DEL', lent)
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
