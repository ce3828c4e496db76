-- Queues one message.
-- Values: chat, item, class ('reply' or 'live'), payload. Reply: {chat, delay, ...}.
-- A live message that is not there yet answers somebody, as a reply does.
-- Requires: outbox.lua
local is_there = redis.call('HEXISTS', keys.out_messages(values.chat), values.item) == 1
local class = values.class == 'live' and is_there and 'live' or 'reply'
enqueue(values.chat, values.item, CLASS[class], values.payload)
return wakes()
