-- Takes requests out of a bundle that could not be sent as it is.
-- Values: chat, fence, item (the bundle, which is in flight), alone (keys of those that get a message of their own),
--   later (keys of those that go after it, together if they can), unused (the granted call was not made), limits (of
--   the pace: redis/pace/pace.ts).
-- Reply: 1, or 0 when the visit is no longer ours and nothing is written.
-- Invariant: each request of the bundle is still in it, or queued. Two or more are left in it, or it is no more.
-- Requires: ../visit.lua, ../../pace/pace.lua, bundles.lua
local chat, name = values.chat, values.item
if not is_ours(chat, values.fence) then return 0 end
if values.unused then give_back(chat, values.limits) end
local address, bundle = string.match(name, '^bundle/([^/]*)/'), read_bundle(chat, name)
local score = string.match(redis.call('GET', keys.out_taken(chat)) or '', '^(%S+) ')

local function is_in(key)
  return bundle_of(chat, copy_name(address, key)) == name
end

for _, key in ipairs(values.alone) do
  if is_in(key) then show_alone(chat, copy_name(address, key), score) end
end
for _, key in ipairs(values.later) do
  if is_in(key) then
    redis.call('HDEL', keys.out_bundled(chat), copy_name(address, key))
    enqueue(chat, copy_name(address, key), CLASS.approval)
  end
end

local left = {}
for _, member in ipairs(bundle and bundle.members or {}) do
  if is_in(member.key) then left[#left + 1] = member end
end
if #left > 1 then
  bundle.members = left
  write_bundle(chat, name, bundle)
  return 1
end
for _, copy in ipairs(dissolve_bundle(chat, name)) do show_alone(chat, copy, score) end
redis.call('ZREM', keys.out_queue(chat), name)
redis.call('ZREM', keys.out_aside(chat), name)
redis.call('HDEL', keys.out_tries(chat), name)
redis.call('DEL', keys.out_taken(chat))
mark_due(chat, 0)
return 1
