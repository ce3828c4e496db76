-- Takes in a copy that delivery did not record (the answer to its sending was lost), so that it
-- changes with the others.
-- ARGV: 2 approval id, 3 address, 4 message id. Reply: {chat, delay, ...}.
-- Requires: approvals.lua
local id, address, message = ARGV[2], ARGV[3], ARGV[4]
local known = redis.call('HGET', key('out', chat_of(address), 'messages'), 'approval/' .. address .. '/' .. id)
if known ~= message and redis.call('EXISTS', key('approval', id)) == 1 then
  local stray = address .. '/' .. message
  redis.call('SADD', key('approval', id, 'strays'), stray)
  if redis.call('HEXISTS', key('approval', id), 'outcome') == 1 then
    enqueue(chat_of(address), 'stray/' .. stray .. '/' .. id, CLASS.approval)
  end
end
return wakes()
