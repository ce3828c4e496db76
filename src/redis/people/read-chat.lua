-- Reads what a chat has that moves along when it becomes another one.
-- Values: chat. Reply: {addresses, items}. Only reads.
-- Requires: chat-contents.lua
local addresses = addresses_of(values.chat)
return { addresses, items_of(values.chat) }
