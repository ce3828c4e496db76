-- Requests that wait for a chat which has no message of them yet, those first that go first.
-- Values: chat, limit (items that are looked at). Reply: the copies, as `approval/<address>/<id>`. Only reads.
-- Requires: ../scripts/base.lua
local chat, unshown = values.chat, {}
for _, item in ipairs(redis.call('ZRANGE', keys.out_queue(chat), 0, values.limit - 1)) do
  local is_request = string.match(item, '^approval/') ~= nil
  if is_request and redis.call('HEXISTS', keys.out_messages(chat), item) == 0 then
    unshown[#unshown + 1] = item
  end
end
return unshown
