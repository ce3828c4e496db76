-- Shows the pending requests of a bundle one by one, each in a message of its own; the message of the bundle says so.
-- Values: item (the bundle). Reply: {chat, delay, ...}.
-- Requires: bundles.lua
local name = values.item
local address = string.match(name, '^bundle/([^/]*)/')
local chat = chat_of(address)
local bundle = read_bundle(chat, name)
if not bundle then return {} end
for _, member in ipairs(bundle.members) do
  local copy = copy_name(address, member.key)
  local is_pending = redis.call('HEXISTS', keys.approval(member.key), 'outcome') == 0
  if is_pending and bundle_of(chat, copy) == name then show_alone(chat, copy) end
end
enqueue(chat, name, CLASS.approval)
return wakes()
