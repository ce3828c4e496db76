-- Shared part: the state of approvals. An approval is known by the key that
-- approvals/requests/approval-key.ts makes of its project and id, so no name from outside is in a name here.
--   approval:<key>          hash: request, version, changed, event (that asked), digest (of what is asked),
--                           source (the token that published it, '' for the bus), requester (hash of
--                           project and source: in whose turn it is shown, outbox.lua), job, votes (JSON),
--                           revision, outcome, elsewhere ('ignore': no decision from elsewhere counts),
--                           announced (position), channel and announcement (to publish it again),
--                           acknowledgement (what the job made of a decision), reminders (number), gate
--   approval:<key>:attempts   hash: attempt -> 1
--   approval:<key>:copies     hash: address -> token of its buttons
--   approval:<key>:strays     set of `<address>/<message id>`: copies that delivery did not record
--   approval:<key>:audit      list of JSON entries
--   approvals:current         hash: key of an identity -> key of its newest request
--   approvals:generations     hash: key of an identity -> how many requests it has had, from the second on
--   approvals:ids:<name>      set: the identities of one producer's id
--   approvals:pending, :deadlines, :all   sorted sets of keys: by request, by deadline, by request
--   approvals:job:<job>       set of pending keys; approvals:unacknowledged:<job> set of decided ones of which
--                             the job gave no sign yet, approvals:acknowledgements-due sorted set by when it should
--   approvals:gates           hash: gate -> key of its newest request
--   approvals:reminders       sorted set: '<number> <key>' -> when
-- Invariant: `outcome` is written once; the same step takes the approval off every list of
-- pending ones and queues the change of every copy. Votes are of the version that stands.
-- Requires: ../scripts/base.lua, ../outbox/bundles/bundles.lua, ../outbox/lists/lists.lua, ../standing/standings.lua
local SIGN_MS = 60000

local function audit(id, entry)
  redis.call('RPUSH', keys.approval_audit(id), entry)
end

-- `at` is written by TypeScript (RFC 3339): a script knows only the number.
local function note(id, what, at)
  audit(id, cjson.encode({ what = what, at = at }))
end

-- In whose turn a request is shown.
local function requester(asked)
  local is_read, request = pcall(cjson.decode, asked.request)
  local project = is_read and type(request) == 'table' and request.projectId
  return redis.sha1hex(tostring(project or '') .. '\n' .. asked.source)
end

-- What a request is listed under while it is pending.
local function enlist(id, asked)
  redis.call('HSET', keys.approval(id), 'request', asked.request, 'event', asked.event, 'digest', asked.digest,
    'source', asked.source, 'job', asked.job, 'gate', asked.gate, 'elsewhere', asked.elsewhere,
    'reminders', #asked.remind_at, 'requester', requester(asked))
  if asked.deadline ~= '' then redis.call('ZADD', keys.deadlines, asked.deadline, id) end
  if asked.job ~= '' then redis.call('SADD', keys.approvals_of_job(asked.job), id) end
  if asked.gate ~= '' then redis.call('HSET', keys.approval_gates, asked.gate, id) end
  hold(id, asked.like)
  for count, at in ipairs(asked.remind_at) do
    redis.call('ZADD', keys.reminders, at, count .. ' ' .. id)
  end
end

local function delist(id)
  local job, reminders = unpack(redis.call('HMGET', keys.approval(id), 'job', 'reminders'))
  redis.call('ZREM', keys.deadlines, id)
  redis.call('ZREM', keys.held_approvals, id)
  if job and job ~= '' then redis.call('SREM', keys.approvals_of_job(job), id) end
  for count = 1, tonumber(reminders or 0) do
    redis.call('ZREM', keys.reminders, count .. ' ' .. id)
  end
end

-- Notes that a request is shown in one more place. Returns whether it has to be queued there now.
local function add_copy(id, address, token)
  if redis.call('HSETNX', keys.approval_copies(id), address, token) == 0 then return false end
  redis.call('HSET', keys.taps, token, id .. '\n' .. address)
  return not is_held(id)
end

-- Shows a request in one more place, before what was gathered there; maybe together with others.
local function show(id, address, token)
  if add_copy(id, address, token) then show_first(address, id) end
end

-- The same, at once and in a message of its own.
local function show_by_itself(id, address, token)
  if add_copy(id, address, token) then show_alone(chat_of(address), copy_name(address, id)) end
end

-- A chat whose queue can't be written to does not affect the others; the next visit to it reports that.
local function requeue(address, item)
  pcall(enqueue, chat_of(address), item, CLASS.approval)
end

local function queue_copies(id)
  for _, address in ipairs(redis.call('HKEYS', keys.approval_copies(id))) do pcall(change_copy, address, id) end
  for _, stray in ipairs(redis.call('SMEMBERS', keys.approval_strays(id))) do
    requeue(string.match(stray, '^[^/]+'), 'stray/' .. stray .. '/' .. id)
  end
end

local function refresh_copies(id)
  redis.call('HINCRBY', keys.approval(id), 'revision', 1)
  if not is_held(id) then queue_copies(id) end
end

-- The message that shows a former version loses its buttons; what is asked now comes as a new one.
local function supersede(id, address)
  local chat, item = chat_of(address), copy_name(address, id)
  if redis.call('ZSCORE', keys.out_gathered(chat), item) then return end
  local message = not take_from_bundle(address, id) and redis.call('HGET', keys.out_messages(chat), item)
  if message then
    redis.call('HDEL', keys.out_messages(chat), item)
    enqueue(chat, 'superseded/' .. address .. '/' .. message .. '/' .. id, CLASS.approval)
  end
  if not is_held(id) then enqueue(chat, item, CLASS.approval) end
end

-- An open request asks for something else now: the votes on its former version are dropped.
local function change(id, asked)
  delist(id)
  enlist(id, asked)
  local approval = keys.approval(id)
  redis.call('HSET', approval, 'votes', '[]', 'changed', asked.at)
  redis.call('HINCRBY', approval, 'version', 1)
  redis.call('HINCRBY', approval, 'revision', 1)
  note(id, 'changed', asked.at)
  for _, address in ipairs(redis.call('HKEYS', keys.approval_copies(id))) do pcall(supersede, id, address) end
  for _, stray in ipairs(redis.call('SMEMBERS', keys.approval_strays(id))) do
    requeue(string.match(stray, '^[^/]+'), 'superseded/' .. stray .. '/' .. id)
  end
  redis.call('DEL', keys.approval_strays(id))
  change_lists(id)
end

-- The key of the next request of this identity.
local function next_key(identity)
  if not redis.call('HGET', keys.current_approvals, identity) then return identity end
  return identity .. '.' .. redis.call('HINCRBY', keys.approval_generations, identity, 1) + 1
end

-- Opens a request, or a new version of one that is open. Answers its key; nothing for a repeat. What a token
-- publishes changes nothing that somebody else asked: people would decide on its words, and whoever asked
-- first would act on their own.
local function ask(asked)
  local current = redis.call('HGET', keys.current_approvals, asked.key)
  local version = 1
  if current then
    local event, digest, outcome, source, former =
      unpack(redis.call('HMGET', keys.approval(current), 'event', 'digest', 'outcome', 'source', 'version'))
    -- A version means one thing under an id, so that nobody who saw the former request decides on this one.
    version = (tonumber(former) or 0) + 1
    if event == asked.event then return nil end
    if not outcome then
      if asked.source ~= '' and asked.source ~= source then note(current, 'asked_by_another', asked.at) return nil end
      if digest == asked.digest then note(current, 'asked_again', asked.at) return nil end
      change(current, asked)
      return current
    end
  end
  local id = next_key(asked.key)
  redis.call('HSET', keys.current_approvals, asked.key, id)
  redis.call('SADD', keys.approvals_of(asked.name), asked.key)
  redis.call('HSET', keys.approval(id), 'revision', 0, 'version', version, 'votes', '[]')
  redis.call('ZADD', keys.pending_approvals, asked.requested_at, id)
  redis.call('ZADD', keys.approvals, now, id)
  enlist(id, asked)
  note(id, 'asked', asked.at)
  return id
end

-- Answers whether this call wrote the outcome; it does not for one that is settled, or unknown.
local function settle(id, outcome)
  local approval = keys.approval(id)
  local fields = redis.call('HMGET', approval, 'request', 'outcome')
  if not fields[1] or fields[2] then return false end
  redis.call('HSET', approval, 'outcome', outcome)
  redis.call('ZREM', keys.pending_approvals, id)
  delist(id)
  refresh_copies(id)
  change_lists(id)
  redis.call('DEL', keys.approval_lists(id))
  return true
end

-- From now on a sign of the job is waited for. No position: the journal holds another event of that id.
local function await_sign(id, position)
  local approval = keys.approval(id)
  local job = redis.call('HGET', approval, 'job')
  if job == '' then return end
  if position == '' then position = string.format('%d-0', now) end
  redis.call('HSET', approval, 'announced', position,
    'acknowledgement', cjson.encode({ kind = 'pending' }))
  redis.call('SADD', keys.unacknowledged_of(job), id)
  redis.call('ZADD', keys.acknowledgements_due, now + SIGN_MS, id)
end
