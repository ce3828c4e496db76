-- Keeps the claim on what was lent (lend.lua) for longer.
-- Values: chat, item, ms, by. Reply: 1, or 0 when somebody else may send it by now.
-- Requires: ../outbox.lua
local chat, item, ms = values.chat, values.item, values.ms
local lent = keys.lent(chat .. '/' .. item)
if redis.call('GET', lent) ~= values.by then return 0 end
redis.call('PEXPIRE', lent, ms)
redis.call('ZADD', keys.out_aside(chat), 'XX', string.format('%.0f', steady() + ms), item)
return 1
