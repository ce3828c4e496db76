-- Requests that wait for a chat which has no message of them yet, those first that go first.
-- Values: chat, limit (items that are looked at). Reply: the copies, as `approval/<address>/<id>`. Only reads.
-- Requires: bundles/bundles.lua
local chat, unshown = values.chat, {}
for _, item in ipairs(redis.call('ZRANGE', keys.out_queue(chat), 0, values.limit - 1)) do
  local kind, address = string.match(item, '^(%a+)/([^/]*)/')
  if redis.call('HEXISTS', keys.out_messages(chat), item) == 0 then
    if kind == 'approval' then unshown[#unshown + 1] = item end
    local bundle = kind == 'bundle' and read_bundle(chat, item)
    for _, member in ipairs(bundle and bundle.members or {}) do
      unshown[#unshown + 1] = copy_name(address, member.key)
    end
  end
end
return unshown
