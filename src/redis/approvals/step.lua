-- One step of an approval: votes, an outcome, or both; or nothing but audit entries, as a comment is. And the
-- event that says so, on the bus and in the journal.
-- Values: id (key of the approval), attempt, revision ('' for any), votes (all of them after it, or '': as they are),
--   outcome (or ''), whenOverdue (only when the time is over), entries (for the audit), announcement: none, or one of
--   {isAwaited (the outcome is a decision that a job waits for), channel, stream, event (as the bus wants it), head,
--   references, json (its lines for the journal, see events.lua), memoryMs (for which an id is remembered), perJob
--   (events kept of a job), oldest (position kept)}; standing: none, or one of {gives (none, or one of {id, json, like,
--   within, forMs, askedAt}), uses (id or ''), restsOn (ids), ends (ids), ending (JSON)}, see standings.lua.
-- Reply: {'made' | 'already' | 'changed' | 'overdue' | 'early' | 'unknown', the approval as it stands
--   then (see standing.lua), chat, delay, ...}.
-- Invariant: one outcome an approval, and nothing is written after it. The event of a step is in the stream and
-- in the journal exactly once. An attempt that was made changes nothing when it is repeated. Only the event of an
-- outcome is kept to be said again, and only for an outcome a sign of the job is awaited. Without votes and outcome
-- the approval stays as it is: its revision, its votes, its copies. A vote that a standing approval cast counts only
-- while that is in force; what a vote gives is there as soon as the vote.
-- Requires: ../journal/events.lua, standing.lua, approvals.lua
local id, attempt_id, votes, outcome = values.id, values.attempt, values.votes, values.outcome
local announced, standing = values.announcement[1], values.standing[1]
local approval = keys.approval(id)
local fields = redis.call('HMGET', approval, 'request', 'outcome', 'revision')

local function refusal()
  if not fields[1] then return 'unknown' end
  if redis.call('HEXISTS', keys.approval_attempts(id), attempt_id) == 1 then return 'made' end
  if fields[2] then return 'already' end
  local deadline = redis.call('ZSCORE', keys.deadlines, id)
  local is_over = deadline and tonumber(deadline) <= now
  if values.whenOverdue and not is_over then return 'early' end
  if not values.whenOverdue and is_over then return 'overdue' end
  if values.revision ~= '' and values.revision ~= fields[3] then return 'changed' end
  for _, one in ipairs(standing and standing.restsOn or {}) do
    if not is_in_force(one) then return 'changed' end
  end
  for _, one in ipairs(standing and standing.gives or {}) do
    if one.askedAt ~= '' and has_ended_since(one.within, one.askedAt) then return 'changed' end
  end
  return nil
end

local refused = refusal()
if refused then return { refused, standing_of(id) } end

-- The stream is not ours: while it can't hold the event, nothing is decided.
local kind = announced and redis.call('TYPE', announced.stream).ok or 'none'
if kind ~= 'none' and kind ~= 'stream' then
  return redis.error_reply('TRYAGAIN ' .. announced.stream .. ' is a ' .. kind .. ', not a stream')
end

redis.call('HSET', keys.approval_attempts(id), attempt_id, 1)
if votes ~= '' then redis.call('HSET', approval, 'votes', votes) end
for _, entry in ipairs(values.entries) do audit(id, entry) end
if standing then
  for _, one in ipairs(standing.ends) do end_standing(one, standing.ending) end
  for _, one in ipairs(standing.gives) do give_standing(one) end
  if standing.uses ~= '' then redis.call('HINCRBY', keys.standing_uses, standing.uses, 1) end
end

-- Into the stream, onto the channel and into the journal. Answers its position there.
local function publish()
  redis.call('XADD', announced.stream, '*', 'event', announced.event)
  redis.call('PUBLISH', announced.channel, announced.event)
  local limits = { memory_ms = announced.memoryMs, per_job = announced.perJob, oldest = announced.oldest }
  local position = take_in(announced.head, announced.references, announced.json, limits)
  finish(limits)
  return position
end

if outcome ~= '' then settle(id, outcome)
elseif votes ~= '' then
  refresh_copies(id)
  change_lists(id)
end

if announced then
  local position = publish()
  if outcome ~= '' then
    redis.call('HSET', approval, 'channel', announced.channel, 'announcement', announced.event)
    if announced.isAwaited then await_sign(id, position) end
  end
end
local reply = wakes()
table.insert(reply, 1, standing_of(id))
table.insert(reply, 1, 'made')
return reply
