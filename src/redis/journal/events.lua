-- Shared part: takes events into the journal.
--   journal               stream, field `e` = the event as JSON; its ids are the positions
--   seen:<gen>:<bucket>   hash: digest of an id -> '' or when its content arrived first (all that this moment may
--                         be called by the steady clock, with blanks between). In small
--                         buckets, which Redis keeps flat, and by generation, since fields can't
--                         expire; `seen` is the set of generations
--   ix:<kind>:<name>      stream of nothing but positions: the events of a project, session or type, and
--                         of a job in a project (`job-of`, a tab between the two; '' for no project)
--   ix:types              set of all types
--   ix:projects-of:<job>  set of the projects in which there is a job of this id
--   ix:jobs-since         position of the first event that is in `job-of`; former versions had `job`
--   times, times:<day>    hash: '<day or minute>a' and '..z' -> first and last position of its events
--   link:<thing>          the thing it belongs to; a chain of them ends at `project:<id>`
--   waiting:<thing>       list of `<position>\t<job>` whose project is known once this thing's link is
--   late:<project>        sorted set of padded positions whose project was learned after they came
--   late                  hash: position -> project
--   late-of:<project>\t<job>  the same as `late:`, of one job
--   surplus               sorted set: position beyond a job's limit -> when it went beyond
-- Invariant: an event id is journalled once, and whatever is journalled is found by its indexes, but for one
-- of which an index can't be written: that is told, and the event is journalled all the same.
-- Requires: ../scripts/base.lua, ../scripts/attempt.lua
local CHAIN_LIMIT = 16
local journal = keys.journal
local minutes, order, touched = {}, {}, {}
local is_marked = false

-- What costs more than an entry is done once a call: here, and in `finish`.
local function add_to_index(stream, kind, position, limits)
  redis.call('XADD', stream, position, '', '')
  if not touched[stream] then
    touched[stream] = kind
    redis.call('PEXPIRE', stream, limits.memory_ms)
  end
end

local function index(kind, name, position, limits)
  local stream = keys.index(kind, name)
  local is_first = not touched[stream]
  add_to_index(stream, kind, position, limits)
  if is_first and kind == 'type' then redis.call('SADD', keys.types, name) end
end

-- The same id in two projects means two jobs: neither is found with the other, nor lets go of its events.
local function index_job(project, job, position, limits)
  local stream = keys.job_index(project, job)
  if not touched[stream] then
    redis.call('SADD', keys.projects_of(job), project)
    redis.call('PEXPIRE', keys.projects_of(job), limits.memory_ms)
  end
  add_to_index(stream, 'job-of', position, limits)
  if not is_marked then redis.call('SETNX', keys.jobs_since, position) end
  is_marked = true
end

local function padded(position)
  local ms, sequence = string.match(position, '(%d+)-(%d+)')
  return string.format('%s-%08d', ms, tonumber(sequence))
end

-- The project at the end of a thing's links, or nothing; and the last thing that is known.
local function follow(thing)
  for _ = 1, CHAIN_LIMIT do
    local project = string.match(thing, '^project:(.*)$')
    if project then return project, thing end
    local next = redis.call('GET', keys.link(thing))
    if not next then return nil, thing end
    thing = next
  end
  return nil, thing
end

local function wait_for(thing, positions, limits)
  redis.call('RPUSH', keys.waiting(thing), unpack(positions))
  redis.call('PEXPIRE', keys.waiting(thing), limits.memory_ms)
end

-- What came before its link is found from now on.
local function learn(thing, to, limits)
  redis.call('SET', keys.link(thing), to, 'PX', limits.memory_ms)
  if redis.call('EXISTS', keys.waiting(thing)) == 0 then return end
  local project, last = follow(thing)
  if last == thing then return end
  while true do
    local positions = redis.call('LPOP', keys.waiting(thing), 500)
    if not positions then return end
    if not project then wait_for(last, positions, limits)
    else
      for _, item in ipairs(positions) do
        local position, job = string.match(item, '^([^\t]*)\t?(.*)$')
        redis.call('ZADD', keys.late_of(project), 0, padded(position))
        redis.call('HSET', keys.late, position, project)
        if job ~= '' then
          local of = keys.late_of_job(project, job)
          redis.call('ZADD', of, 0, padded(position))
          redis.call('PEXPIRE', of, limits.memory_ms)
        end
      end
    end
  end
end

-- Whether a generation was ever begun; asked once a call.
local generation, has_former, seen_now
local function current_generation(limits)
  if generation then return generation end
  generation = math.floor(now / limits.memory_ms)
  seen_now = keys.seen_in(generation, '')
  redis.call('SADD', keys.seen, generation)
  has_former = redis.call('SISMEMBER', keys.seen, generation - 1) == 1
  return generation
end

-- By the steady clock, since that of Redis may be set between two copies: all that the moment may be called.
local function arrivals_of(given, limits)
  local kind = string.sub(given, 1, 1)
  if kind == '=' then
    return names_of_moment(tonumber(string.sub(given, 2)), limits.clock_step, limits.window_ms)
  end
  local at = kind == '-' and steady() + tonumber(given) or tonumber(given) + steady() - now
  return names_of_moment(at, (last_step()), limits.window_ms)
end

-- Whether two arrivals are of one event.
local function is_repeat(first, arrivals, limits)
  for name in string.gmatch(first, '%d+') do
    for _, arrival in ipairs(arrivals) do
      if math.abs(tonumber(name) - arrival) <= limits.window_ms then return true end
    end
  end
  return false
end

-- For content without id and time the first arrival is remembered, so that a copy read much later
-- from a stream is judged by when it was published, not by when it is read.
local function is_new(bucket, digest, identity, arrival, limits)
  current_generation(limits)
  local seen = seen_now .. bucket
  local former = has_former and redis.call('HGET', keys.seen_in(generation - 1, bucket), digest)
  if identity == 'id' then
    return not former and redis.call('HSETNX', seen, digest, '') == 1
  end
  local first = redis.call('HGET', seen, digest) or former
  if first == '' then return false end
  local arrivals = arrivals_of(arrival, limits)
  if first and is_repeat(first, arrivals, limits) then return false end
  for at, name in ipairs(arrivals) do arrivals[at] = string.format('%.0f', name) end
  redis.call('HSET', seen, digest, table.concat(arrivals, ' '))
  return true
end

-- Whether an id is remembered that this event may have had: former versions knew ids without their
-- project, and a replay says how it was journalled. Only looked up, never written: what is remembered
-- from now on belongs to a project.
local function was_known(bucket, digest, limits)
  current_generation(limits)
  if redis.call('HEXISTS', seen_now .. bucket, digest) == 1 then return true end
  return has_former and redis.call('HEXISTS', keys.seen_in(generation - 1, bucket), digest) == 1
end

local function limit_job(stream, limits)
  local surplus = redis.call('XLEN', stream) - limits.per_job
  if surplus <= 0 then return end
  for _, entry in ipairs(redis.call('XRANGE', stream, '-', '+', 'COUNT', surplus)) do
    redis.call('ZADD', keys.surplus, now, entry[1])
  end
  redis.call('XTRIM', stream, 'MAXLEN', limits.per_job)
end

-- Of an event that could not be journalled after all.
local function forget(bucket, digest)
  redis.call('HDEL', seen_now .. bucket, digest)
end

-- Everything by which the event is found, each for itself: one that can't be written costs no other.
-- Answers why the first of them failed, or nothing.
local function index_all(position, found_by, limits)
  local problem
  local project, session, job = found_by.project, found_by.session, found_by.job
  if not project then
    problem = attempt(wait_for, found_by.unknown, { position .. '\t' .. job }, limits)
  elseif project ~= '' then
    problem = attempt(index, 'project', project, position, limits)
  end
  if session ~= '' then problem = attempt(index, 'session', session, position, limits) or problem end
  if job ~= '' then problem = attempt(index_job, project or '', job, position, limits) or problem end
  return attempt(index, 'type', found_by.type, position, limits) or problem
end

local function note_minute(minute, position)
  if not minutes[minute] then
    minutes[minute] = { first = position }
    order[#order + 1] = minute
  end
  minutes[minute].last = position
end

-- One event: its line '<identity> <arrival> <minute> <bucket> <digest>', where the arrival is in ms by the clock of
-- Redis, `=` and ms by its steady clock as the caller knew it (`limits.clock_step`), or `-` and how long ago; bucket
-- and digest of what it is known by when it is replayed onto the bus ('- -' when that is the same), then those
-- of what it may have been known by before; a line of what it is found by (tab after each: project, session,
-- job, type, what it belongs to, then thing and link alternately), a line of JSON. The identity `again` is of
-- one that is known and is journalled anew.
-- Answers its position, or '' for a repeat; then why a link or an index of it could not be written, or
-- nothing. Throws when it could not be journalled; it is not known then.
local function take_in(head, references, event, limits)
  local identity, arrival, minute, bucket, digest, bus_bucket, bus_digest, before =
    string.match(head, '^(%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+) ?(.*)$')
  current_generation(limits)
  if identity ~= 'again' then
    for known_bucket, known_digest in string.gmatch(before, '(%S+) (%S+)') do
      if was_known(known_bucket, known_digest, limits) then return '' end
    end
    if not is_new(bucket, digest, identity, arrival, limits) then return '' end
  end
  local project, session, job, type, thing, links =
    string.match(references, '^([^\t]*)\t([^\t]*)\t([^\t]*)\t([^\t]*)\t([^\t]*)\t(.*)$')
  local unknown, problem
  if bus_bucket ~= '-' then
    problem = attempt(redis.call, 'HSETNX', seen_now .. bus_bucket, bus_digest, '')
  end
  for of, to in string.gmatch(links, '([^\t]*)\t([^\t]*)\t') do
    problem = attempt(learn, of, to, limits) or problem
  end
  if thing ~= '' then
    project, unknown = '', nil
    problem = attempt(function() project, unknown = follow(thing) end) or problem
    if project and project ~= '' then event = '{"projectId":"' .. project .. '",' .. string.sub(event, 2) end
  end
  local position
  local failure = attempt(function() position = redis.call('XADD', journal, '*', 'e', event) end)
  if failure then
    if identity ~= 'again' then forget(bucket, digest) end
    error(failure, 0)
  end
  local found_by = { project = project, unknown = unknown, session = session, job = job, type = type }
  problem = index_all(position, found_by, limits) or problem
  note_minute(minute, position)
  return position, problem
end

local function note_times(minute, limits)
  local day = math.floor(tonumber(minute) / 1440)
  for hash, name in pairs({ [keys.times] = day, [keys.minutes(day)] = minute }) do
    redis.call('HSETNX', hash, name .. 'a', minutes[minute].first)
    redis.call('HSET', hash, name .. 'z', minutes[minute].last)
    if hash ~= keys.times then redis.call('PEXPIRE', hash, limits.memory_ms) end
  end
end

-- Once for all events that were taken in. Answers why a part of it failed, or nothing.
local function finish(limits)
  local problem
  local function try(run) problem = attempt(run) or problem end
  for stream, kind in pairs(touched) do
    try(function()
      if kind == 'job-of' then limit_job(stream, limits) end
      redis.call('XTRIM', stream, 'MINID', '~', limits.oldest)
    end)
  end
  for _, minute in ipairs(order) do try(function() note_times(minute, limits) end) end
  return problem
end
