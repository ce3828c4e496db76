-- Queues one message.
-- Values: chat, item, class ('reply' or 'live'), payload. Reply: {chat, delay, ...}.
-- Requires: outbox.lua
enqueue(values.chat, values.item, CLASS[values.class], values.payload)
return wakes()
