-- Records the message of a bundle that was sent, but not recorded yet, or never will be (the answer was lost).
-- Values: item (the bundle), message (its id). Reply: {}; nothing happens where a message of it is known.
-- Requires: bundles.lua
local name = values.item
local chat = chat_of(string.match(name, '^bundle/([^/]*)/'))
if redis.call('HEXISTS', keys.out_bundles(chat), name) == 1
  and redis.call('HSETNX', keys.out_messages(chat), name, values.message) == 1 then
  keep_bundle(chat, name, values.message, {})
end
return {}
