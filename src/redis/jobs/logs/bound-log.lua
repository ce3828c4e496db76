-- Bounds the log of a job by the memory that it takes, and all logs together, after lines were added to one.
-- Values: stream (of the log), owner (project, or ''), jobBytes, allBytes, keptSeconds. Reply: 1.
-- Invariant: `logs:bytes` holds what each log took when it was last added to, and `logs:owners` the sums by owner.
--   Whoever has most loses their oldest log first, so no project can push out those of another that has less.
-- Requires: ../../scripts/base.lua
local function bytes_of(stream)
  return redis.call('MEMORY', 'USAGE', stream, 'SAMPLES', 0) or 0
end

local function trim()
  local bytes = bytes_of(values.stream)
  while bytes > values.jobBytes do
    local length = redis.call('XLEN', values.stream)
    if length <= 1 then return bytes end
    local kept = math.max(1, math.min(length - 1, math.floor(length * values.jobBytes / bytes)))
    redis.call('XTRIM', values.stream, 'MAXLEN', kept)
    bytes = bytes_of(values.stream)
  end
  return bytes
end

local function forget(stream)
  local known = redis.call('HGET', keys.log_bytes, stream)
  if not known then return end
  local bytes, owner = string.match(known, '^(%d+) (.*)$')
  redis.call('HDEL', keys.log_bytes, stream)
  redis.call('ZREM', keys.logs_of(owner), stream)
  if redis.call('HINCRBY', keys.log_owners, owner, -tonumber(bytes)) <= 0 then
    redis.call('HDEL', keys.log_owners, owner)
  end
end

local function note(bytes)
  forget(values.stream)
  redis.call('HSET', keys.log_bytes, values.stream, string.format('%d %s', bytes, values.owner))
  redis.call('ZADD', keys.logs_of(values.owner), now, values.stream)
  redis.call('HINCRBY', keys.log_owners, values.owner, bytes)
end

-- What nobody added to for so long has expired.
local function forget_expired(owner)
  local oldest = string.format('(%d', now - values.keptSeconds * 1000)
  for _, stream in ipairs(redis.call('ZRANGEBYSCORE', keys.logs_of(owner), '-inf', oldest)) do
    forget(stream)
  end
end

-- The sum of all, and who has most of it.
local function heaviest()
  local owners = redis.call('HGETALL', keys.log_owners)
  local sum, most, owner = 0, -1, nil
  for i = 1, #owners, 2 do
    local bytes = tonumber(owners[i + 1])
    sum = sum + bytes
    if bytes > most then most, owner = bytes, owners[i] end
  end
  return sum, owner
end

note(trim())
forget_expired(values.owner)
local sum, owner = heaviest()
while sum > values.allBytes do
  forget_expired(owner)
  local oldest = redis.call('ZRANGE', keys.logs_of(owner), 0, 0)[1]
  if oldest == values.stream then break end
  if oldest then
    redis.call('UNLINK', oldest)
    forget(oldest)
  end
  sum, owner = heaviest()
end
return 1
