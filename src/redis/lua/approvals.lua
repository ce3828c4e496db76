-- Shared part: the state of approvals. Needs base.lua and outbox.lua.
--   approval:<id>           hash: request, job, project, revision, outcome, announced (position),
--                           channel and announcement (to say it again), reception, reminders (number)
--   approval:<id>:votes     hash: person -> vote; approval:<id>:voters list of persons by first vote
--   approval:<id>:attempts  hash: attempt -> 1
--   approval:<id>:copies    hash: address -> token of its buttons
--   approval:<id>:strays    set of `<address>/<message id>`: copies that delivery did not record
--   approval:<id>:audit     list of JSON entries
--   approvals:pending, :deadlines, :all   sorted sets of ids: by request, by deadline, by request
--   approvals:job:<job>     set of pending ids; approvals:awaiting:<job> set of decided ones of which
--                           the job gave no sign yet, approvals:unheard sorted set by when it should
--   approvals:gates         hash: gate -> id of its newest request
--   approvals:reminders     sorted set: '<number> <id>' -> when
-- Invariant: `outcome` is written once; whoever writes it also takes the approval off every list of
-- pending ones and queues the change of every copy.
local SIGN_MS = 60000

local function audit(id, entry)
  redis.call('RPUSH', key('approval', id, 'audit'), entry)
end

-- RFC 3339 of the server's time.
local function instant()
  local days = math.floor(now / 86400000)
  local ms = now - days * 86400000
  local z = days + 719468
  local era = math.floor(z / 146097)
  local doe = z - era * 146097
  local yoe = math.floor((doe - math.floor(doe / 1460) + math.floor(doe / 36524) - math.floor(doe / 146096)) / 365)
  local doy = doe - (365 * yoe + math.floor(yoe / 4) - math.floor(yoe / 100))
  local mp = math.floor((5 * doy + 2) / 153)
  local day = doy - math.floor((153 * mp + 2) / 5) + 1
  local month = mp < 10 and mp + 3 or mp - 9
  local year = yoe + era * 400 + (month <= 2 and 1 or 0)
  return string.format('%04d-%02d-%02dT%02d:%02d:%02d.%03dZ', year, month, day,
    math.floor(ms / 3600000), math.floor(ms / 60000) % 60, math.floor(ms / 1000) % 60, ms % 1000)
end

local function note(id, what)
  audit(id, cjson.encode({ what = what, at = instant() }))
end

-- Opens a request; a known id changes nothing. Answers whether it is new.
local function ask(asked)
  local id = asked.id
  local approval = key('approval', id)
  if redis.call('HSETNX', approval, 'request', asked.request) == 0 then return false end
  redis.call('HSET', approval, 'job', asked.job, 'project', asked.project, 'revision', 0,
    'reminders', #asked.remind_at)
  redis.call('ZADD', key('approvals', 'pending'), asked.requested_at, id)
  redis.call('ZADD', key('approvals', 'all'), now, id)
  if asked.deadline ~= '' then redis.call('ZADD', key('approvals', 'deadlines'), asked.deadline, id) end
  if asked.job ~= '' then redis.call('SADD', key('approvals', 'job', asked.job), id) end
  if asked.gate ~= '' then redis.call('HSET', key('approvals', 'gates'), asked.gate, id) end
  for count, at in ipairs(asked.remind_at) do
    redis.call('ZADD', key('approvals', 'reminders'), at, count .. ' ' .. id)
  end
  note(id, 'asked')
  return true
end

-- Shows a request in one more place, after what was gathered there before.
local function show(id, address, token)
  if redis.call('HSETNX', key('approval', id, 'copies'), address, token) == 0 then return end
  redis.call('HSET', key('taps'), token, id .. '\n' .. address)
  flush_first(address)
  enqueue(chat_of(address), 'approval/' .. address .. '/' .. id, CLASS.approval)
end

local function refresh_copies(id)
  redis.call('HINCRBY', key('approval', id), 'revision', 1)
  for _, address in ipairs(redis.call('HKEYS', key('approval', id, 'copies'))) do
    enqueue(chat_of(address), 'approval/' .. address .. '/' .. id, CLASS.approval)
  end
  for _, stray in ipairs(redis.call('SMEMBERS', key('approval', id, 'strays'))) do
    enqueue(chat_of(string.match(stray, '^[^/]+')), 'stray/' .. stray .. '/' .. id, CLASS.approval)
  end
end

-- Answers whether this call wrote the outcome; it does not for one that is settled, or unknown.
local function settle(id, outcome)
  local approval = key('approval', id)
  local fields = redis.call('HMGET', approval, 'request', 'outcome', 'job', 'reminders')
  if not fields[1] or fields[2] then return false end
  redis.call('HSET', approval, 'outcome', outcome)
  redis.call('ZREM', key('approvals', 'pending'), id)
  redis.call('ZREM', key('approvals', 'deadlines'), id)
  if fields[3] ~= '' then redis.call('SREM', key('approvals', 'job', fields[3]), id) end
  for count = 1, tonumber(fields[4] or 0) do
    redis.call('ZREM', key('approvals', 'reminders'), count .. ' ' .. id)
  end
  refresh_copies(id)
  return true
end

-- From now on a sign of the job is waited for. No position: the journal holds another event of that id.
local function await_sign(id, position)
  local approval = key('approval', id)
  local job = redis.call('HGET', approval, 'job')
  if job == '' then return end
  if position == '' then position = string.format('%d-0', now) end
  redis.call('HSET', approval, 'announced', position, 'reception', cjson.encode({ kind = 'awaited' }))
  redis.call('SADD', key('approvals', 'awaiting', job), id)
  redis.call('ZADD', key('approvals', 'unheard'), now + SIGN_MS, id)
end
