-- Records a copy that delivery did not record (the answer to its sending was lost), so that it
-- changes with the others.
-- Values: id, address, message (its id). Reply: {chat, delay, ...}.
-- Requires: approvals.lua
local id, address, message = values.id, values.address, values.message
local known = redis.call('HGET', keys.out_messages(chat_of(address)), 'approval/' .. address .. '/' .. id)
if known ~= message and redis.call('EXISTS', keys.approval(id)) == 1 then
  local stray = address .. '/' .. message
  redis.call('SADD', keys.approval_strays(id), stray)
  if redis.call('HEXISTS', keys.approval(id), 'outcome') == 1 then
    enqueue(chat_of(address), 'stray/' .. stray .. '/' .. id, CLASS.approval)
  end
end
return wakes()
