-- Shows a pending request in further places, because another could not show it.
-- Values: id, insteadOf (address of the other), payload (that names it), at (RFC 3339), further (places: address and
--   token of each).
-- Reply: {chat, delay, ...}. A place that has the request already is left as it is.
-- Requires: approvals.lua
local id = values.id
if redis.call('HEXISTS', keys.approval(id), 'outcome') == 1 then return {} end
for _, place in ipairs(values.further) do
  local address = place.address
  if redis.call('HEXISTS', keys.approval_copies(id), address) == 0 then
    show(id, address, place.token)
    redis.call('HSET', keys.out_payload(chat_of(address)), 'approval/' .. address .. '/' .. id, values.payload)
    audit(id, cjson.encode({ what = 'shown_elsewhere', at = values.at, to = address, instead_of = values.insteadOf }))
  end
end
return wakes()
