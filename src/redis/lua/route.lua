-- Commits one route step: its effects and the router's new position, all or nothing.
-- Needs base.lua, outbox.lua and approvals.lua.
-- ARGV: 2 lease key, 3 fence, 4 audience revision, 5 from, 6 to, 7 window in ms, then effects:
--   'gather', address, n, n x entry
--   'ask', key, name of the producer's id, request, event, digest, source, elsewhere, job or '', gate or '',
--     requested at (ms), deadline (ms or ''), n, then n x when to remind (ms), m, then m x (address, token)
--   'settle', key or '', name of the producer's id or '' (looked for where the statement has no project),
--     gate or '', outcome, audit entry, audit entry where no decision from elsewhere counts
--   'alive', job, position, instant
--   'withdraw', job, outcome, audit entry
--   'job', job, name of its id, job as JSON, changed at (ms), former key or '', home or '', project or ''
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
  local reminders = tonumber(ARGV[at + 12])
  local asked = {
    key = ARGV[at + 1],
    name = ARGV[at + 2],
    request = ARGV[at + 3],
    event = ARGV[at + 4],
    digest = ARGV[at + 5],
    source = ARGV[at + 6],
    elsewhere = ARGV[at + 7],
    job = ARGV[at + 8],
    gate = ARGV[at + 9],
    requested_at = ARGV[at + 10],
    deadline = ARGV[at + 11],
    remind_at = { unpack(ARGV, at + 13, at + 12 + reminders) },
  }
  local first = at + 13 + reminders
  local copies = tonumber(ARGV[first])
  local id = ask(asked)
  if id then
    for copy = 0, copies - 1 do
      show(id, ARGV[first + 1 + copy * 2], ARGV[first + 2 + copy * 2])
    end
  end
  return 14 + reminders + copies * 2
end

-- The request that a statement is about: of its identity, or of the internal one that has the same id; else,
-- where it names no project, the only one of that id; else that of the gate.
local function request_of(identity, name, gate)
  local id = identity ~= '' and (redis.call('HGET', key('approvals', 'current'), identity)
    or redis.call('HGET', key('approvals', 'current'), identity .. '-internal'))
  if not id and name ~= '' then
    local identities = redis.call('SMEMBERS', key('approvals', 'ids', name))
    if #identities == 1 then id = redis.call('HGET', key('approvals', 'current'), identities[1]) end
  end
  if not id and gate ~= '' then id = redis.call('HGET', key('approvals', 'gates'), gate) end
  return id
end

effects['settle'] = function()
  local id = request_of(ARGV[at + 1], ARGV[at + 2], ARGV[at + 3])
  if id and redis.call('HEXISTS', key('approval', id), 'outcome') == 0 then
    if ARGV[at + 6] ~= '' and redis.call('HGET', key('approval', id), 'elsewhere') == 'ignore' then
      audit(id, ARGV[at + 6])
    elseif settle(id, ARGV[at + 4]) then
      audit(id, ARGV[at + 5])
    end
  end
  return 7
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
  local position, instant = ARGV[at + 2], ARGV[at + 3]
  for _, id in ipairs(redis.call('SMEMBERS', awaiting)) do
    local approval = key('approval', id)
    if behind(position, redis.call('HGET', approval, 'announced')) then
      redis.call('SREM', awaiting, id)
      redis.call('ZREM', key('approvals', 'unheard'), id)
      redis.call('HSET', approval, 'reception', cjson.encode({ kind = 'picked_up', at = instant }))
      note(id, 'picked_up')
      refresh_copies(id)
    end
  end
  return 4
end

effects['withdraw'] = function()
  for _, id in ipairs(redis.call('SMEMBERS', key('approvals', 'job', ARGV[at + 1]))) do
    if settle(id, ARGV[at + 2]) then audit(id, ARGV[at + 3]) end
  end
  return 4
end

-- A job whose project is known only now takes along what it asked for.
local function move_job(from, to)
  redis.call('HDEL', key('jobs'), from)
  redis.call('ZREM', key('jobs', 'by-change'), from)
  for _, list in ipairs({ 'job', 'awaiting' }) do
    local old, new = key('approvals', list, from), key('approvals', list, to)
    for _, id in ipairs(redis.call('SMEMBERS', old)) do
      redis.call('SADD', new, id)
      redis.call('HSET', key('approval', id), 'job', to)
    end
    redis.call('DEL', old)
  end
end

effects['job'] = function()
  local job, name, former, home = ARGV[at + 1], ARGV[at + 2], ARGV[at + 5], ARGV[at + 6]
  redis.call('HSET', key('jobs'), job, ARGV[at + 3])
  redis.call('HSET', key('jobs', 'names'), job, name)
  redis.call('ZADD', key('jobs', 'by-change'), ARGV[at + 4], job)
  redis.call('SADD', key('jobs', 'of', name), job)
  if former ~= '' then
    redis.call('SREM', key('jobs', 'of', name), former)
    redis.call('HDEL', key('jobs', 'names'), former)
    move_job(former, job)
  end
  if home ~= '' then
    redis.call('HSETNX', key('jobs', 'homes'), home, ARGV[at + 7])
    redis.call('SADD', key('jobs', 'homes-of', job), home)
  end
  return 8
end

-- The oldest are forgotten with everything that finds them.
local function forget_jobs(surplus)
  for _, job in ipairs(redis.call('ZPOPMIN', key('jobs', 'by-change'), surplus)) do
    local name = redis.call('HGET', key('jobs', 'names'), job)
    if name then redis.call('SREM', key('jobs', 'of', name), job) end
    redis.call('HDEL', key('jobs', 'names'), job)
    redis.call('HDEL', key('jobs'), job)
    for _, home in ipairs(redis.call('SMEMBERS', key('jobs', 'homes-of', job))) do
      redis.call('HDEL', key('jobs', 'homes'), home)
    end
    redis.call('DEL', key('jobs', 'homes-of', job))
  end
end

while at <= #ARGV do
  at = at + effects[ARGV[at]]()
end

local surplus = redis.call('ZCARD', key('jobs', 'by-change')) - JOBS_KEPT
if surplus > 0 then forget_jobs(surplus) end

redis.call('SET', key('routed'), ARGV[6])
local reply = wakes()
table.insert(reply, 1, 'committed')
return reply
