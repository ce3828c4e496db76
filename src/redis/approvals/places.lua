-- Where a request is shown.
-- Values: id. Reply: address, message id or '', what is shown there or '', failed tries, ...
-- Requires: ../outbox/outbox.lua
local id = values.id
local reply = {}
for _, address in ipairs(redis.call('HKEYS', keys.approval_copies(id))) do
  local chat, item = chat_of(address), 'approval/' .. address .. '/' .. id
  reply[#reply + 1] = address
  reply[#reply + 1] = redis.call('HGET', keys.out_messages(chat), item) or ''
  reply[#reply + 1] = redis.call('HGET', keys.out_shown(chat), item) or ''
  reply[#reply + 1] = string.match(redis.call('HGET', keys.out_tries(chat), item) or '0', '^%d+')
end
return reply
