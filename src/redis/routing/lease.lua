-- Acquires or renews a lease.
-- Values: lease (its name), fence (of the caller, or ''), holdMs (for which it holds).
-- Reply: the fencing number, or false while another holds it.
-- Invariant: the number grows with every new holder, so writes of a former holder can be refused. No key
-- of a lease expires by the wall clock.
-- Requires: ../scripts/base.lua
local lease, lease_ends = keys.lease(values.lease), keys.lease_ends(values.lease)
local held, ends = redis.call('GET', lease), tonumber(redis.call('GET', lease_ends) or '')
if held and held ~= values.fence then
  -- A former version's lease has no end but its expiry.
  local is_over = ends and has_run_out(ends) or not ends and redis.call('PTTL', lease) == -1
  if not is_over then return false end
  held = false
end
if not held then held = next_fence(keys.lease_fence(values.lease)) end
redis.call('SET', lease, held)
redis.call('SET', lease_ends, string.format('%.0f', steady() + values.holdMs))
return held
