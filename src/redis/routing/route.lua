-- Commits one route step: its effects and the router's new position.
-- Values: lease (its name), fence, revision (of the audience), from, to, windowMs, jobsKept (how many at most).
-- ARGV: 3 effects: a line of JSON each, so that one which can't be read affects no other. Every one but
--   `gather` has a `position`, that of its event.
--   gather       entries, windows: lists of an address (with a `!`: of its alerts) and the numbers of its entries,
--                from 1 on
--   gather_related entry of a failure, addresses, and names that related ones know it by: replaces, joins, known_as
--   card         job, everywhere (all cards of the job), entries, places: lists of an address, the number of its
--                entry, and whether the job is muted there
--   failure      names (of its job, and of the task in its project)
--   fixed        names (of what succeeded), at (instant)
--   report       as gather, of one event that reports an outcome: key, name, gate (as of settle), status
--   ask          key, name (of the producer's id), at (instant), request, event, digest, source, elsewhere, like
--                (digest of the requests alike, or ''), job or '', gate or '', requested_at (ms), deadline (ms or
--                ''), remind_at (list of ms), copies (lists of address and token)
--   settle       key or '', name or '' (looked for where the statement has no project), gate or '', outcome,
--                entry (audit), ignored (audit entry where no decision from elsewhere counts, or '')
--   alive        job, at (instant)
--   withdraw     job, outcome, entry (audit)
--   end_standing names (of what they were given within), ending (JSON)
--   job          key, name (of its id), job (as JSON), changed_at (ms), former key or '', home or '', project or '',
--                listed_in (its own project or ''), is_open (it has not ended)
--   expect_sign  job, limit (ms; 0: none is expected), at (instant), is_sign
--   dead_letter  reason
-- Reply: {'stale'} when lease, revision or position differ; {'broken', key, type, expected type} when a key that
--   every step needs is of a wrong type; nothing is written then. Else {'committed', number of events that failed,
--   then position and reason of each, then chat and delay of each chat to wake}.
-- Invariant: every journal entry is routed once, in order, by the holder of the lease. An effect that fails makes
-- its event a dead letter and holds up nothing; only what refuses the whole script (memory, a read-only replica)
-- fails the step, at its first write.
-- Requires: ../approvals/approvals.lua, ../outbox/alerts/alerts.lua, ../jobs/silence.lua, ../jobs/listed.lua

local TYPES = {
  [keys.routed] = 'string', [keys.audience_revision] = 'string', [keys.out_turn] = 'string',
  [keys.due] = 'zset', [keys.taps] = 'hash',
  [keys.jobs] = 'hash', [keys.job_names] = 'hash', [keys.job_homes] = 'hash', [keys.jobs_by_change] = 'zset',
  [keys.open_jobs] = 'zset',
  [keys.job_silence] = 'zset', [keys.job_signs] = 'hash',
  [keys.current_approvals] = 'hash', [keys.approval_generations] = 'hash', [keys.approval_gates] = 'hash',
  [keys.pending_approvals] = 'zset', [keys.approvals] = 'zset', [keys.deadlines] = 'zset',
  [keys.reminders] = 'zset', [keys.acknowledgements_due] = 'zset',
  [keys.standing_ends] = 'zset', [keys.standing_endings] = 'hash', [keys.held_approvals] = 'zset',
}
for name, wanted in pairs(TYPES) do
  local found = redis.call('TYPE', name).ok
  if found ~= 'none' and found ~= wanted then return { 'broken', name, found, wanted } end
end

if redis.call('GET', keys.lease(values.lease)) ~= values.fence then return { 'stale' } end
if (redis.call('GET', keys.audience_revision) or '0') ~= values.revision then return { 'stale' } end
if (redis.call('GET', keys.routed) or '0-0') ~= values.from then return { 'stale' } end

-- Refused where nothing may be written now, and harmless where it may.
redis.call('SET', keys.routed, values.from)

-- Position -> {reason of its first failure, number of failures}; and the positions in order.
local failures, failed = {}, {}

local function fail(position, reason)
  if failures[position] then
    failures[position].count = failures[position].count + 1
  else
    failures[position] = { reason = reason, count = 1 }
    failed[#failed + 1] = position
  end
end

-- Runs a part of an effect that fails for itself.
local function try(position, what, run)
  local reason = attempt(run)
  if reason then fail(position, what .. ': ' .. reason) end
end

local effects = {}

function effects.gather(effect)
  for _, window in ipairs(effect.windows) do
    local address, entries = window[1], {}
    for at = 2, #window do entries[at - 1] = effect.entries[window[at]] end
    local window_ms = is_alerts(address) and 0 or values.windowMs
    local reason = attempt(function() gather(address, entries, window_ms) end)
    if reason then
      for _, entry in ipairs(entries) do
        fail(string.match(entry, '^[^\31]*'), 'to be gathered for ' .. address .. ': ' .. reason)
      end
    end
  end
end

function effects.gather_related(effect)
  gather_failure(effect.position, effect.entry, effect.addresses, effect, function(address)
    try(effect.position, 'to be posted in ' .. address, function() gather(address .. '!', { effect.entry }, 0) end)
  end)
end

function effects.card(effect)
  for _, place in ipairs(effect.places) do
    local address, entry, is_muted = place[1], effect.entries[place[2]], place[3]
    try(string.match(entry, '^[^\31]*'), 'to be shown on a card in ' .. address, function()
      if is_muted then return show_card_unmuted(effect.job, address, values.windowMs) end
      if not show_card(effect.job, address, values.windowMs) then gather(address, { entry }, values.windowMs) end
    end)
  end
  if effect.everywhere then change_cards(effect.job) end
end

-- Of the last failures; the oldest beyond that can't be fixed any more.
local FAILURES_KEPT = 10000

function effects.failure(effect)
  -- Another one's message reports it: that one is fixed.
  if redis.call('HEXISTS', keys.alert(effect.position), 'part_of') == 1 then return end
  for _, name in ipairs(effect.names) do
    redis.call('HSET', keys.failures, name, effect.position)
    redis.call('ZADD', keys.failures_by_time, string.format('%.0f', now), name)
  end
  local surplus = redis.call('ZCARD', keys.failures_by_time) - FAILURES_KEPT
  if surplus <= 0 then return end
  for at, name in ipairs(redis.call('ZPOPMIN', keys.failures_by_time, surplus)) do
    if at % 2 == 1 then redis.call('HDEL', keys.failures, name) end
  end
end

function effects.fixed(effect)
  for _, name in ipairs(effect.names) do
    local position = redis.call('HGET', keys.failures, name)
    if position then
      redis.call('HDEL', keys.failures, name)
      redis.call('ZREM', keys.failures_by_time, name)
      note_alert(position, 'fixed', effect.at)
    end
  end
end

-- What an effect is about to write to has to be of the right types, so that it is done whole or not at all.
local function expect(wanted, name)
  local found = redis.call('TYPE', name).ok
  if found ~= 'none' and found ~= wanted then error(name .. ' is a ' .. found .. ', not a ' .. wanted, 0) end
end

local function expect_approval(id)
  expect('hash', keys.approval(id))
  expect('list', keys.approval_audit(id))
  expect('hash', keys.approval_copies(id))
  expect('set', keys.approval_strays(id))
  local job = redis.call('HGET', keys.approval(id), 'job')
  if job and job ~= '' then expect('set', keys.approvals_of_job(job)) end
end

function effects.ask(effect)
  expect('set', keys.approvals_of(effect.name))
  if effect.job ~= '' then expect('set', keys.approvals_of_job(effect.job)) end
  if effect.like ~= '' then expect('set', keys.standings_alike(effect.like)) end
  expect_approval(redis.call('HGET', keys.current_approvals, effect.key) or effect.key)
  local id = ask(effect)
  if not id then return end
  for _, copy in ipairs(effect.copies) do
    try(effect.position, 'to be shown in ' .. copy[1], function() show(id, copy[1], copy[2]) end)
  end
end

-- The request that a statement is about: of its identity, or of the internal one that has the same id; else,
-- where it names no project, the only one of that id; else that of the gate.
local function request_of(identity, name, gate)
  local id = identity ~= '' and (redis.call('HGET', keys.current_approvals, identity)
    or redis.call('HGET', keys.current_approvals, identity .. '-internal'))
  if not id and name ~= '' then
    local identities = redis.call('SMEMBERS', keys.approvals_of(name))
    if #identities == 1 then id = redis.call('HGET', keys.current_approvals, identities[1]) end
  end
  if not id and gate ~= '' then id = redis.call('HGET', keys.approval_gates, gate) end
  return id
end

-- An outcome is no news for a chat that shows the request: it sees it there.
function effects.report(effect)
  local id = request_of(effect.key, effect.name, effect.gate)
  local outcome = id and redis.call('HGET', keys.approval(id), 'outcome')
  local shows = {}
  if outcome and cjson.decode(outcome).status == effect.status then
    for _, address in ipairs(redis.call('HKEYS', keys.approval_copies(id))) do shows[chat_of(address)] = true end
  end
  local windows = {}
  for _, window in ipairs(effect.windows) do
    if not shows[chat_of(window[1])] then windows[#windows + 1] = window end
  end
  effects.gather({ entries = effect.entries, windows = windows })
end

function effects.settle(effect)
  local id = request_of(effect.key, effect.name, effect.gate)
  if not id then return end
  expect_approval(id)
  if redis.call('HEXISTS', keys.approval(id), 'outcome') == 1 then return end
  if effect.ignored ~= '' and redis.call('HGET', keys.approval(id), 'elsewhere') == 'ignore' then
    audit(id, effect.ignored)
  elseif settle(id, effect.outcome) then
    audit(id, effect.entry)
  end
end

-- Whether position a lies behind b.
local function behind(a, b)
  local a_ms, a_sequence = string.match(a, '(%d+)-(%d+)')
  local b_ms, b_sequence = string.match(b, '(%d+)-(%d+)')
  if a_ms ~= b_ms then return tonumber(a_ms) > tonumber(b_ms) end
  return tonumber(a_sequence) > tonumber(b_sequence)
end

local function pick_up(id, effect)
  expect_approval(id)
  local approval = keys.approval(id)
  if not behind(effect.position, redis.call('HGET', approval, 'announced')) then return end
  redis.call('SREM', keys.unacknowledged_of(effect.job), id)
  redis.call('ZREM', keys.acknowledgements_due, id)
  redis.call('HSET', approval, 'acknowledgement', cjson.encode({ kind = 'picked_up', at = effect.at }))
  note(id, 'picked_up', effect.at)
  refresh_copies(id)
end

function effects.alive(effect)
  for _, id in ipairs(redis.call('SMEMBERS', keys.unacknowledged_of(effect.job))) do
    try(effect.position, 'to pick up ' .. id, function() pick_up(id, effect) end)
  end
end

function effects.withdraw(effect)
  for _, id in ipairs(redis.call('SMEMBERS', keys.approvals_of_job(effect.job))) do
    try(effect.position, 'to withdraw ' .. id, function()
      expect_approval(id)
      if settle(id, effect.outcome) then audit(id, effect.entry) end
    end)
  end
end

function effects.end_standing(effect)
  for _, name in ipairs(effect.names) do expect('set', keys.standings_within(name)) end
  for _, name in ipairs(effect.names) do end_within(name, effect.ending) end
end

-- When the project of a job becomes known, its requests move with it.
local function move_job(from, to)
  redis.call('HDEL', keys.jobs, from)
  redis.call('ZREM', keys.jobs_by_change, from)
  unlist_job(from, '')
  for _, list in ipairs({ keys.approvals_of_job, keys.unacknowledged_of }) do
    local old, new = list(from), list(to)
    for _, id in ipairs(redis.call('SMEMBERS', old)) do
      redis.call('SADD', new, id)
      redis.call('HSET', keys.approval(id), 'job', to)
    end
    redis.call('DEL', old)
  end
  move_cards(from, to)
  move_signs(from, to)
end

function effects.job(effect)
  local job, name, former, home = effect.key, effect.name, effect.former, effect.home
  expect('set', keys.jobs_of(name))
  if home ~= '' then expect('set', keys.homes_of(job)) end
  if effect.listed_in ~= '' then
    expect('zset', keys.jobs_in(effect.listed_in))
    expect('zset', keys.open_jobs_in(effect.listed_in))
  end
  redis.call('HSET', keys.jobs, job, effect.job)
  redis.call('HSET', keys.job_names, job, name)
  redis.call('ZADD', keys.jobs_by_change, effect.changed_at, job)
  list_job(job, effect.listed_in, { is_open = effect.is_open, changed_at = effect.changed_at })
  redis.call('SADD', keys.jobs_of(name), job)
  if former ~= '' then
    redis.call('SREM', keys.jobs_of(name), former)
    redis.call('HDEL', keys.job_names, former)
    move_job(former, job)
  end
  if home ~= '' then
    redis.call('HSETNX', keys.job_homes, home, effect.project)
    redis.call('SADD', keys.homes_of(job), home)
  end
end

function effects.expect_sign(effect)
  expect_sign(effect.job, effect.limit, { at = effect.at, is_sign = effect.is_sign })
end

function effects.dead_letter(effect)
  fail(effect.position, effect.reason)
end

-- One of the oldest is forgotten with everything that finds it.
local function forget_job(job)
  local name = redis.call('HGET', keys.job_names, job)
  redis.call('HDEL', keys.job_names, job)
  unlist_job(job, project_in(redis.call('HGET', keys.jobs, job)))
  redis.call('HDEL', keys.jobs, job)
  if name then redis.call('SREM', keys.jobs_of(name), job) end
  for _, home in ipairs(redis.call('SMEMBERS', keys.homes_of(job))) do
    redis.call('HDEL', keys.job_homes, home)
  end
  redis.call('DEL', keys.homes_of(job))
  forget_signs(job)
  for _, address in ipairs(redis.call('SMEMBERS', keys.cards_of(job))) do end_card(chat_of(address), address, job) end
end

local function dead_letter(position, reason)
  local entry = redis.call('XRANGE', keys.journal, position, position)[1]
  local raw = entry and entry[2][2] or ''
  redis.call('XADD', keys.dead_letters, '*', 'source', 'journal', 'entry_id', position, 'raw', raw,
    'reason', reason, 'attempts', '1', 'failed_at', tostring(now), 'stage', 'routing')
end

for line in string.gmatch(ARGV[3], '[^\n]+') do
  local effect
  try(values.to, 'to be read by Redis', function() effect = cjson.decode(line) end)
  if effect then
    try(effect.position or values.to, effect.kind, function() effects[effect.kind](effect) end)
  end
end

local surplus = redis.call('ZCARD', keys.jobs_by_change) - values.jobsKept
if surplus > 0 then
  for at, job in ipairs(redis.call('ZPOPMIN', keys.jobs_by_change, surplus)) do
    -- Members and scores alternate. What can't be forgotten whole is off the list all the same.
    if at % 2 == 1 then attempt(function() forget_job(job) end) end
  end
end

local reply = { 'committed', tostring(#failed) }
for _, position in ipairs(failed) do
  local reason, count = failures[position].reason, failures[position].count
  if count > 1 then reason = string.format('%s (and %d more)', reason, count - 1) end
  local unwritten = attempt(function() dead_letter(position, reason) end)
  if unwritten then reason = reason .. '; no dead letter: ' .. unwritten end
  reply[#reply + 1] = position
  reply[#reply + 1] = reason
end
for _, one in ipairs(wakes()) do reply[#reply + 1] = one end

redis.call('SET', keys.routed, values.to)
return reply
