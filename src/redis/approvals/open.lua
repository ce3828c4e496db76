-- Shows a pending request at an address because somebody there wants to see it: in full where it is not shown
-- yet, else again, in answer to the message that shows it.
-- Values: id, address, token, time (a name for this time). Reply: {chat, delay, ...}.
-- Requires: approvals.lua
local id, address = values.id, values.address
local approval = keys.approval(id)
if redis.call('HEXISTS', approval, 'request') == 0 or redis.call('HEXISTS', approval, 'outcome') == 1 then return {} end
if redis.call('HEXISTS', keys.approval_copies(id), address) == 1 then
  enqueue(chat_of(address), 'reminder/' .. address .. '/' .. values.time .. '/' .. id, CLASS.reply)
else
  show_by_itself(id, address, values.token)
end
return wakes()
