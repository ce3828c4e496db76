-- Requests that wait for a chat which has no message of them yet, those first that go first.
-- ARGV: 2 chat, 3 items that are looked at. Reply: the copies, as `approval/<address>/<id>`. Only reads.
-- Requires: ../scripts/base.lua
local chat, unshown = ARGV[2], {}
for _, item in ipairs(redis.call('ZRANGE', keys.out_queue(chat), 0, tonumber(ARGV[3]) - 1)) do
  local is_request = string.match(item, '^approval/') ~= nil
  if is_request and redis.call('HEXISTS', keys.out_messages(chat), item) == 0 then
    unshown[#unshown + 1] = item
  end
end
return unshown
