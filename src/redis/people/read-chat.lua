-- Reads what a chat has that moves along when it becomes another one.
-- Values: chat. Reply: {addresses, items, payload of each item or ''}. Only reads.
-- Requires: chat-contents.lua
local addresses, items, payloads = addresses_of(values.chat), items_of(values.chat), {}
for at, item in ipairs(items) do payloads[at] = payload_of(values.chat, item) end
return { addresses, items, payloads }
