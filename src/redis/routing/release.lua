-- Gives up a lease that is still ours. KEYS: 1 lease, 2 when it runs out. ARGV: 1 fence. Reply: 1 or 0.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1], KEYS[2])
return 1
