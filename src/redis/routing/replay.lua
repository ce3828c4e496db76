-- Puts journalled events into the window of one address again.
-- ARGV: 2 address, 3 window in ms, 4 .. entries (see gather in outbox.lua).
-- Reply: {chat, delay, ...}.
-- Requires: ../outbox/outbox.lua
gather(ARGV[2], { unpack(ARGV, 4) }, tonumber(ARGV[3]))
return wakes()
