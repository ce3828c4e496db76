-- Claims the next message that is due for a retry, for a while.
-- Values: holdMs (for which it is taken), maxPauseMs (the longest pause before a try).
-- Reply: {id, message, attempts} or false.
-- Who put it there wrote when it is due by their own clock. Where that is wrong, it is tried too early, or
-- after the longest pause at the latest.
-- Invariant: an attempt is counted before it is made, so that one which ends the process counts.
-- Requires: ../scripts/base.lua
local again, attempts = keys.again, keys.again_attempts
local id = redis.call('ZRANGEBYSCORE', again, '-inf', string.format('%.0f', steady()), 'LIMIT', 0, 1)[1]
if not id then
  local last = steady() + math.max(values.holdMs, values.maxPauseMs)
  id = redis.call('ZRANGEBYSCORE', again, '(' .. string.format('%.0f', last), '+inf', 'LIMIT', 0, 1)[1]
end
if not id then return false end
redis.call('ZADD', again, string.format('%.0f', steady() + values.holdMs), id)
-- The first attempt was made when it came.
return { id, redis.call('HGET', keys.again_messages, id), redis.call('HINCRBY', attempts, id, 1) + 1 }
