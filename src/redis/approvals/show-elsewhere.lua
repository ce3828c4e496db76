-- Shows a pending request at further addresses, because another one could not show it.
-- Values: id, insteadOf (address of the other), payload (that names it), at (RFC 3339), further (address and token
--   of each).
-- Reply: {chat, delay, ...}. An address that has the request already is left as it is.
-- Requires: approvals.lua
local id = values.id
if redis.call('HEXISTS', keys.approval(id), 'outcome') == 1 then return {} end
for _, place in ipairs(values.further) do
  local address = place.address
  if redis.call('HEXISTS', keys.approval_copies(id), address) == 0 then
    show_by_itself(id, address, place.token)
    redis.call('HSET', keys.out_payload(chat_of(address)), 'approval/' .. address .. '/' .. id, values.payload)
    audit(id, cjson.encode({ what = 'shown_elsewhere', at = values.at, to = address, instead_of = values.insteadOf }))
  end
end
return wakes()
