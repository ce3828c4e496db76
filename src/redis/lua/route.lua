-- Commits one route step: its effects and the router's new position, all or nothing.
-- Needs base.lua, outbox.lua and approvals.lua.
-- ARGV: 2 lease key, 3 fence, 4 audience revision, 5 from, 6 to, 7 window in ms, then effects:
--   'gather', address, n, n x entry
--   'ask', id, request, job, requested at (ms), deadline (ms or ''), n, then n x (address, token)
--   'settle', approval id, outcome
--   'withdraw', job, outcome
--   'job', job id, job, changed at (ms)
-- Reply: {'stale'} when lease, revision or position differ; else {'committed', chat, delay, ...}.
-- Invariant: every journal entry is routed once, in order, by the holder of the lease.
local JOBS_KEPT = 10000

if redis.call('GET', ARGV[2]) ~= ARGV[3] then return { 'stale' } end
if (redis.call('GET', key('audience-revision')) or '0') ~= ARGV[4] then return { 'stale' } end
if (redis.call('GET', key('routed')) or '0-0') ~= ARGV[5] then return { 'stale' } end

local window_ms = tonumber(ARGV[7])
local at = 8
local effects = {}

effects['gather'] = function()
  local count = tonumber(ARGV[at + 2])
  gather(ARGV[at + 1], { unpack(ARGV, at + 3, at + 2 + count) }, window_ms)
  return 3 + count
end

effects['ask'] = function()
  local id, copies = ARGV[at + 1], tonumber(ARGV[at + 6])
  if ask(id, ARGV[at + 2], ARGV[at + 3], ARGV[at + 4], ARGV[at + 5]) then
    for copy = 0, copies - 1 do
      show(id, ARGV[at + 7 + copy * 2], ARGV[at + 8 + copy * 2])
    end
  end
  return 7 + copies * 2
end

effects['settle'] = function()
  settle(ARGV[at + 1], ARGV[at + 2], 'bus')
  return 3
end

effects['withdraw'] = function()
  for _, id in ipairs(redis.call('SMEMBERS', key('approvals', 'job', ARGV[at + 1]))) do
    settle(id, ARGV[at + 2], 'withdrawn')
  end
  return 3
end

effects['job'] = function()
  redis.call('HSET', key('jobs'), ARGV[at + 1], ARGV[at + 2])
  redis.call('ZADD', key('jobs', 'by-change'), ARGV[at + 3], ARGV[at + 1])
  return 4
end

while at <= #ARGV do
  at = at + effects[ARGV[at]]()
end

local surplus = redis.call('ZCARD', key('jobs', 'by-change')) - JOBS_KEPT
if surplus > 0 then
  local oldest = redis.call('ZRANGE', key('jobs', 'by-change'), 0, surplus - 1)
  redis.call('HDEL', key('jobs'), unpack(oldest))
  redis.call('ZREM', key('jobs', 'by-change'), unpack(oldest))
end

redis.call('SET', key('routed'), ARGV[6])
local reply = wakes()
table.insert(reply, 1, 'committed')
return reply
