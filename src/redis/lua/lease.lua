-- Takes or renews a lease. KEYS: 1 lease, 2 counter of its holders. ARGV: 1 fence of the caller or '',
-- 2 ms for which it holds. Reply: the fencing number, or false while another holds it.
-- Invariant: the number grows with every new holder, so an old holder's writes can be told apart.
local held = redis.call('GET', KEYS[1])
if held and held ~= ARGV[1] then return false end
if not held then
  held = tostring(redis.call('INCR', KEYS[2]))
end
redis.call('SET', KEYS[1], held, 'PX', ARGV[2])
return held
