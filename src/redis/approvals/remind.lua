-- Reminds every place that has a request, and shows it in further ones.
-- ARGV: 2 approval id, 3 number of the reminder, then (address, token) of each further place.
-- Reply: {chat, delay, ...}; nothing happens when the reminder was taken by somebody else, or the
-- request is settled.
-- Requires: approvals.lua
local id, count = ARGV[2], ARGV[3]
if redis.call('ZREM', keys.reminders, count .. ' ' .. id) == 0 then return {} end
if redis.call('HEXISTS', keys.approval(id), 'outcome') == 1 then return {} end
-- Of several that are due by now (nobody was there to remind) the last one is heard.
local next = redis.call('ZSCORE', keys.reminders, tonumber(count) + 1 .. ' ' .. id)
if not next or tonumber(next) > now then
  note(id, 'reminded')
  for _, address in ipairs(redis.call('HKEYS', keys.approval_copies(id))) do
    enqueue(chat_of(address), 'reminder/' .. address .. '/' .. count .. '/' .. id, CLASS.approval)
  end
end
for at = 4, #ARGV, 2 do
  if redis.call('HEXISTS', keys.approval_copies(id), ARGV[at]) == 0 then
    show(id, ARGV[at], ARGV[at + 1])
    audit(id, cjson.encode({ what = 'escalated', at = instant(), to = ARGV[at] }))
  end
end
return wakes()
