-- Puts journalled events into the window of one address again. Needs base.lua, outbox.lua.
-- ARGV: 2 address, 3 window in ms, 4 .. entries (see gather in outbox.lua).
-- Reply: {chat, delay, ...}.
gather(ARGV[2], { unpack(ARGV, 4) }, tonumber(ARGV[3]))
return wakes()
