-- Shared part: standing approvals, and the requests that wait for what these say.
--   standing             hash: id -> standing approval as JSON
--   standing:ends        sorted set: id -> when its time is over, in milliseconds; 0: it was ended before
--   standing:endings     hash: id -> how it was ended, as JSON
--   standing:uses        hash: id -> number of votes that it cast
--   standing:alike:<digest>  set of ids that count for requests of this digest
--   standing:within:<name>   set of ids that end with a session or job
--   standing:over:<name>     when a session or job ended, RFC 3339 UTC; kept for a month
--   approvals:held       sorted set: key of a request that is not shown yet -> since when
-- Invariant: one counts for nothing from the moment it ends, by the clock of Redis; the rest of it is kept until
-- its end is noted (forget.lua).
-- Requires: ../scripts/base.lua

local function is_in_force(standing)
  local ends = redis.call('ZSCORE', keys.standing_ends, standing)
  return ends ~= false and tonumber(ends) > now
end

local OVER_KEPT_MS = 2592000000

-- Whether any of these ended after an instant (RFC 3339 UTC).
local function has_ended_since(names, at)
  for _, name in ipairs(names) do
    local ended = redis.call('GET', keys.standing_over(name))
    if ended and ended > at then return true end
  end
  return false
end

-- given: {id, json, like, within (names), forMs, askedAt ('' if unknown)}
local function give_standing(given)
  if redis.call('HSETNX', keys.standings, given.id, given.json) == 0 then return end
  redis.call('ZADD', keys.standing_ends, string.format('%.0f', now + given.forMs), given.id)
  redis.call('SADD', keys.standings_alike(given.like), given.id)
  for _, name in ipairs(given.within) do redis.call('SADD', keys.standings_within(name), given.id) end
end

-- Answers whether it was in force until now.
local function end_standing(standing, ending)
  if not is_in_force(standing) then return false end
  redis.call('ZADD', keys.standing_ends, 0, standing)
  redis.call('HSET', keys.standing_endings, standing, ending)
  return true
end

local function end_within(name, ending)
  redis.call('SET', keys.standing_over(name), cjson.decode(ending).at, 'PX', OVER_KEPT_MS)
  for _, standing in ipairs(redis.call('SMEMBERS', keys.standings_within(name))) do end_standing(standing, ending) end
end

-- A request that a standing approval may decide is shown once that is done, or known not to be.
local function hold(id, like)
  redis.call('ZREM', keys.held_approvals, id)
  if like == '' then return end
  for _, standing in ipairs(redis.call('SMEMBERS', keys.standings_alike(like))) do
    if is_in_force(standing) then
      redis.call('ZADD', keys.held_approvals, string.format('%.0f', now), id)
      return
    end
  end
end

local function is_held(id)
  return redis.call('ZSCORE', keys.held_approvals, id) ~= false
end
