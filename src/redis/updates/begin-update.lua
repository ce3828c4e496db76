-- Notes that a process begins with an update, before it does, so that an update which ends every
-- process that tries it is found.
-- Values: update (its id), instance (who begins: a name for one life of a process), despiteDeaths (begin also where
--   others ended; else that is only told), memoryMs (for which this is remembered).
-- Reply: {handled (0 or 1), how many others began and did not come to the end}.
-- Invariant: a process counts once, however often it begins and however often this is sent.
local tries = keys.update_tries(values.update)
if redis.call('EXISTS', keys.update(values.update)) == 1 then return { 1, 0 } end
local deaths = redis.call('SCARD', tries) - redis.call('SISMEMBER', tries, values.instance)
if deaths > 0 and not values.despiteDeaths then return { 0, deaths } end
redis.call('SADD', tries, values.instance)
redis.call('PEXPIRE', tries, values.memoryMs)
return { 0, deaths }
