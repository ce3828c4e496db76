-- Shows a pending request in a place because somebody there wants to see it: in full where it is not shown
-- yet, else again, in answer to the message that shows it.
-- ARGV: 2 approval id, 3 address, 4 token, 5 a name for this time. Reply: {chat, delay, ...}.
-- Requires: approvals.lua
local id, address = ARGV[2], ARGV[3]
local approval = keys.approval(id)
if redis.call('HEXISTS', approval, 'request') == 0 or redis.call('HEXISTS', approval, 'outcome') == 1 then return {} end
if redis.call('HEXISTS', keys.approval_copies(id), address) == 1 then
  enqueue(chat_of(address), 'reminder/' .. address .. '/' .. ARGV[5] .. '/' .. id, CLASS.reply)
else
  show(id, address, ARGV[4])
end
return wakes()
