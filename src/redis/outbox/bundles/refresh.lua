-- Has the message of a bundle show its requests as they are now.
-- Values: item (the bundle). Reply: {chat, delay, ...}.
-- Requires: bundles.lua
local name = values.item
local chat = chat_of(string.match(name, '^bundle/([^/]*)/'))
if redis.call('HEXISTS', keys.out_bundles(chat), name) == 1 then enqueue(chat, name, CLASS.approval) end
return wakes()
