-- Queues all copies of a request: those of one that was held back for a standing approval, or because the buttons
-- change.
-- Values: id, isHeld (only if it is held back), version ('' for any). Reply: {chat, delay, ...}; nothing happens when
-- another replica released it, or when it has changed or is settled, which queues its copies itself.
-- Requires: approvals.lua
local id = values.id
local fields = redis.call('HMGET', keys.approval(id), 'version', 'outcome')
if not fields[1] then return {} end
if values.isHeld then
  if not is_held(id) or fields[2] or (values.version ~= '' and fields[1] ~= values.version) then return {} end
  redis.call('ZREM', keys.held_approvals, id)
  for _, address in ipairs(redis.call('HKEYS', keys.approval_copies(id))) do pcall(show_first, address, id) end
else
  queue_copies(id)
end
return wakes()
