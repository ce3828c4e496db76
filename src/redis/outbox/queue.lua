-- Queues one message.
-- ARGV: 2 chat, 3 item, 4 class ('reply' or 'live'), 5 payload. Reply: {chat, delay, ...}.
-- Requires: outbox.lua
enqueue(ARGV[2], ARGV[3], CLASS[ARGV[4]], ARGV[5])
return wakes()
