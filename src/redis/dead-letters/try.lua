-- Notes that an instance is about to process what follows a position of a source, so that a message which
-- kills every process that tries it is found.
--   `trying`: hash of what is in flight: source -> '<position> <instance> <instance> ...', and '<source> to-isolate'.
-- Values: source, from (the position), instanceId (the one that tries), messages (how many), aliveMs (for which an
--   instance counts as alive from now on), resolved (begin also where an instance died; else that is only reported,
--   and the try is not noted).
-- Reply: {tries, to_isolate, wait}: how many instances have begun here, this one included; how many messages
--   are to be processed one by one, since an instance died among them (0: none); and whether another instance
--   is trying just now (1): then nothing was noted.
-- Requires: ../scripts/base.lua

-- An instance is alive until the steady clock reaches what its key holds; the key itself goes by the wall clock, which
-- may be set back by hours, so its expiry only cleans up.
local KEPT_MS = 86400000

local function is_alive(instance)
  local ends = tonumber(redis.call('GET', keys.instance(instance)) or '')
  return ends ~= nil and not has_run_out(ends)
end

local tried = redis.call('HGET', keys.trying, values.source)
local to_isolate = tonumber(redis.call('HGET', keys.trying, values.source .. ' to-isolate') or 0)
local at, instances = string.match(tried or '', '^(%S*) (.*)$')
if at ~= values.from then instances = '' end
local count, known = 0, false
for instance in string.gmatch(instances, '%S+') do
  count = count + 1
  if instance == values.instanceId then known = true
  elseif is_alive(instance) then return { 0, 0, 1 } end
end
if not known then count = count + 1 end
if count > 1 and to_isolate == 0 then
  to_isolate = values.messages
  redis.call('HSET', keys.trying, values.source .. ' to-isolate', to_isolate)
end
if count > 1 and not values.resolved then return { count, to_isolate, 0 } end
redis.call('SET', keys.instance(values.instanceId), string.format('%.0f', steady() + values.aliveMs), 'PX', KEPT_MS)
if not known then
  redis.call('HSET', keys.trying, values.source, values.from .. ' ' .. instances .. values.instanceId .. ' ')
end
return { count, to_isolate, 0 }
