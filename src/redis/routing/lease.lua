-- Takes or renews a lease.
-- KEYS: 1 lease, 2 counter of its holders, 3 when it runs out by the steady clock. ARGV: 2 fence of the
-- caller or '', 3 ms for which it holds. Reply: the fencing number, or false while another holds it.
-- Invariant: the number grows with every new holder, so an old holder's writes can be told apart. No key
-- of a lease expires by the wall clock.
-- Requires: ../scripts/base.lua
local held, ends = redis.call('GET', KEYS[1]), tonumber(redis.call('GET', KEYS[3]) or '')
if held and held ~= ARGV[2] then
  -- A former version's lease has no end but its expiry.
  local is_over = ends and has_run_out(ends) or not ends and redis.call('PTTL', KEYS[1]) == -1
  if not is_over then return false end
  held = false
end
if not held then held = next_fence(KEYS[2]) end
redis.call('SET', KEYS[1], held)
redis.call('SET', KEYS[3], string.format('%.0f', steady() + tonumber(ARGV[3])))
return held
