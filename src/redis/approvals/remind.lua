-- Reminds every place that has a request, and shows it in further ones.
-- Values: id, count (number of the reminder), at (RFC 3339), further (places: address and token of each).
-- Reply: {chat, delay, ...}; nothing happens when another replica sent the reminder, or the
-- request is settled.
-- Requires: approvals.lua
local id, count = values.id, values.count
if redis.call('ZREM', keys.reminders, count .. ' ' .. id) == 0 then return {} end
if redis.call('HEXISTS', keys.approval(id), 'outcome') == 1 then return {} end
-- If several are due by now (no replica was running), only the last one is sent.
local next = redis.call('ZSCORE', keys.reminders, count + 1 .. ' ' .. id)
if not next or tonumber(next) > now then
  note(id, 'reminded', values.at)
  for _, address in ipairs(redis.call('HKEYS', keys.approval_copies(id))) do
    enqueue(chat_of(address), 'reminder/' .. address .. '/' .. count .. '/' .. id, CLASS.approval)
  end
end
for _, place in ipairs(values.further) do
  if redis.call('HEXISTS', keys.approval_copies(id), place.address) == 0 then
    show_by_itself(id, place.address, place.token)
    audit(id, cjson.encode({ what = 'escalated', at = values.at, to = place.address }))
  end
end
return wakes()
