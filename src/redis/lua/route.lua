-- Commits one route step: its effects and the router's new position, all or nothing.
-- Needs base.lua, outbox.lua and approvals.lua.
-- ARGV: 2 lease key, 3 fence, 4 audience revision, 5 from, 6 to, 7 window in ms, then effects:
--   'gather', address, n, n x entry
--   'ask', id, request, job, project, gate or '', requested at (ms), deadline (ms or ''),
--     n, then n x when to remind (ms), m, then m x (address, token)
--   'settle', approval id or '', gate or '', project or '', outcome, audit entry
--   'alive', job, project or '', position, instant
--   'withdraw', job, project or '', outcome, audit entry
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
  local reminders = tonumber(ARGV[at + 8])
  local asked = {
    id = ARGV[at + 1],
    request = ARGV[at + 2],
    job = ARGV[at + 3],
    project = ARGV[at + 4],
    gate = ARGV[at + 5],
    requested_at = ARGV[at + 6],
    deadline = ARGV[at + 7],
    remind_at = { unpack(ARGV, at + 9, at + 8 + reminders) },
  }
  local first = at + 9 + reminders
  local copies = tonumber(ARGV[first])
  if ask(asked) then
    for copy = 0, copies - 1 do
      show(asked.id, ARGV[first + 1 + copy * 2], ARGV[first + 2 + copy * 2])
    end
  end
  return 10 + reminders + copies * 2
end

-- Who speaks for one project says nothing of the requests of another.
local function is_of(id, project)
  local of = redis.call('HGET', key('approval', id), 'project')
  return of and (of == project or of == '' or project == '')
end

effects['settle'] = function()
  local id, gate, project = ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
  if redis.call('EXISTS', key('approval', id)) == 0 and gate ~= '' then
    id = redis.call('HGET', key('approvals', 'gates'), gate) or ''
  end
  if is_of(id, project) and settle(id, ARGV[at + 4]) then audit(id, ARGV[at + 5]) end
  return 6
end

-- Whether position a lies behind b.
local function behind(a, b)
  local a_ms, a_sequence = string.match(a, '(%d+)-(%d+)')
  local b_ms, b_sequence = string.match(b, '(%d+)-(%d+)')
  if a_ms ~= b_ms then return tonumber(a_ms) > tonumber(b_ms) end
  return tonumber(a_sequence) > tonumber(b_sequence)
end

effects['alive'] = function()
  local awaiting = key('approvals', 'awaiting', ARGV[at + 1])
  local project, position, instant = ARGV[at + 2], ARGV[at + 3], ARGV[at + 4]
  for _, id in ipairs(redis.call('SMEMBERS', awaiting)) do
    local approval = key('approval', id)
    if is_of(id, project) and behind(position, redis.call('HGET', approval, 'announced')) then
      redis.call('SREM', awaiting, id)
      redis.call('ZREM', key('approvals', 'unheard'), id)
      redis.call('HSET', approval, 'reception', cjson.encode({ kind = 'picked_up', at = instant }))
      note(id, 'picked_up')
      refresh_copies(id)
    end
  end
  return 5
end

effects['withdraw'] = function()
  local project, outcome, entry = ARGV[at + 2], ARGV[at + 3], ARGV[at + 4]
  for _, id in ipairs(redis.call('SMEMBERS', key('approvals', 'job', ARGV[at + 1]))) do
    if is_of(id, project) and settle(id, outcome) then audit(id, entry) end
  end
  return 5
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
