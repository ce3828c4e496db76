-- Gives up a lease that is still ours. Values: lease (its name), fence. Reply: 1 or 0.
if redis.call('GET', keys.lease(values.lease)) ~= values.fence then return 0 end
redis.call('DEL', keys.lease(values.lease), keys.lease_ends(values.lease))
return 1
