-- Puts journalled events into the window of one address again.
-- Values: address, entries (see gather in outbox.lua).
-- Reply: {chat, delay, ...}.
-- Requires: ../outbox/outbox.lua
gather(values.address, values.entries, 0)
return wakes()
