-- Shows a pending request in further places, because another could not show it.
-- ARGV: 2 approval id, 3 address of the other, 4 payload that names it, then (address, token) of each.
-- Reply: {chat, delay, ...}. A place that has the request already is left as it is.
-- Requires: approvals.lua
local id = ARGV[2]
if redis.call('HEXISTS', keys.approval(id), 'outcome') == 1 then return {} end
for at = 5, #ARGV, 2 do
  if redis.call('HEXISTS', keys.approval_copies(id), ARGV[at]) == 0 then
    show(id, ARGV[at], ARGV[at + 1])
    redis.call('HSET', keys.out_payload(chat_of(ARGV[at])), 'approval/' .. ARGV[at] .. '/' .. id, ARGV[4])
    audit(id, cjson.encode({ what = 'shown_elsewhere', at = instant(), to = ARGV[at], instead_of = ARGV[3] }))
  end
end
return wakes()
