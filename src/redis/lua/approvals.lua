-- Shared part: the state of approvals. Needs base.lua and outbox.lua.
--   approval:<id>         hash: request, job, outcome, attempt
--   approval:<id>:copies  hash: address -> token of its buttons
--   approval:<id>:strays  set of `<address>/<message id>`: copies that delivery did not record
--   approval:<id>:audit   list of JSON entries
-- Invariant: `outcome` is written once; whoever writes it also takes the approval off every list of
-- pending ones and queues the change of every copy.

local function audit(id, entry)
  redis.call('RPUSH', key('approval', id, 'audit'), entry)
end

-- Opens a request; a known id changes nothing. Answers whether it is new.
local function ask(id, request, job, requested_at, deadline)
  local approval = key('approval', id)
  if redis.call('HSETNX', approval, 'request', request) == 0 then return false end
  redis.call('HSET', approval, 'job', job)
  redis.call('ZADD', key('approvals', 'pending'), requested_at, id)
  if deadline ~= '' then redis.call('ZADD', key('approvals', 'deadlines'), deadline, id) end
  if job ~= '' then redis.call('SADD', key('approvals', 'job', job), id) end
  return true
end

-- Shows a request in one more place, after what was gathered there before.
local function show(id, address, token)
  redis.call('HSET', key('approval', id, 'copies'), address, token)
  redis.call('HSET', key('taps'), token, id .. '\n' .. address)
  flush_first(address)
  enqueue(chat_of(address), 'approval/' .. address .. '/' .. id, CLASS.approval)
end

local function refresh_copies(id)
  for _, address in ipairs(redis.call('HKEYS', key('approval', id, 'copies'))) do
    enqueue(chat_of(address), 'approval/' .. address .. '/' .. id, CLASS.approval)
  end
  for _, stray in ipairs(redis.call('SMEMBERS', key('approval', id, 'strays'))) do
    enqueue(chat_of(stray), 'stray/' .. stray .. '/' .. id, CLASS.approval)
  end
end

-- Answers 'settled' (also when the same attempt comes again), 'already' or 'unknown', and whether
-- this call wrote the outcome.
local function settle(id, outcome, attempt)
  local approval = key('approval', id)
  local fields = redis.call('HMGET', approval, 'request', 'outcome', 'attempt', 'job')
  if not fields[1] then return 'unknown', false end
  if fields[2] then
    return (fields[3] == attempt) and 'settled' or 'already', false
  end
  redis.call('HSET', approval, 'outcome', outcome, 'attempt', attempt)
  redis.call('ZREM', key('approvals', 'pending'), id)
  redis.call('ZREM', key('approvals', 'deadlines'), id)
  if fields[4] ~= '' then redis.call('SREM', key('approvals', 'job', fields[4]), id) end
  audit(id, outcome)
  refresh_copies(id)
  return 'settled', true
end
