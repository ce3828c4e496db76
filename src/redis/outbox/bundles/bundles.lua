-- Shared part: requests that reach one address within two seconds of another, and go as one message: a bundle.
--   out:<chat>:asked-at  hash: address -> when a request was last begun to be shown there, by the steady clock
--   out:<chat>:gathered  sorted set: copy of a request that waits for others -> when it goes
--   out:<chat>:bundles   hash: bundle -> JSON {token, members: list of {key, version}}
--   out:<chat>:bundled   hash: copy -> the bundle whose message shows it; or `alone`: it needs a message of its own
--   bundles              hash: token of its buttons -> bundle
-- A bundle is named `bundle/<address>/<number>`, a copy `approval/<address>/<key>`.
-- Invariant: a copy is queued by its own name or is in one bundle, never both. What is in a bundle was shown with no
-- other version than the one that is listed.
-- Requires: ../outbox.lua
local GATHER_MS = 2000
local BUNDLE_LIMIT = 10
-- Items of a queue that are looked through for others to go along.
local LOOKED_AT = 100
local ALONE = 'alone'

local function copy_name(address, id)
  return 'approval/' .. address .. '/' .. id
end

-- The bundle that shows a copy, if any.
local function bundle_of(chat, copy)
  local bundle = redis.call('HGET', keys.out_bundled(chat), copy)
  return bundle and bundle ~= ALONE and bundle or nil
end

local function read_bundle(chat, name)
  local json = redis.call('HGET', keys.out_bundles(chat), name)
  return json and cjson.decode(json)
end

local function write_bundle(chat, name, bundle)
  redis.call('HSET', keys.out_bundles(chat), name, cjson.encode(bundle))
end

-- The copy gets a message of its own. `score`: its place in the queue, if it had one.
local function show_alone(chat, copy, score)
  redis.call('HSET', keys.out_bundled(chat), copy, ALONE)
  redis.call('HDEL', keys.out_messages(chat), copy)
  if score then redis.call('ZADD', keys.out_queue(chat), 'NX', score, copy) end
  enqueue(chat, copy, CLASS.approval)
end

-- Shows a copy for the first time: at once, or together with others once two seconds have passed since the last one.
local function show_first(address, id)
  local chat, copy = chat_of(address), copy_name(address, id)
  local asked_at = tonumber(redis.call('HGET', keys.out_asked_at(chat), address) or 0)
  local wait = asked_at + GATHER_MS - steady()
  if wait <= 0 or redis.call('HEXISTS', keys.out_bundled(chat), copy) == 1 then
    return enqueue(chat, copy, CLASS.approval)
  end
  -- Those of one time go in the order in which they came.
  local place = math.min(999, redis.call('ZCARD', keys.out_gathered(chat))) / 1000
  redis.call('ZADD', keys.out_gathered(chat), 'NX', string.format('%.3f', asked_at + GATHER_MS + place), copy)
  mark_due(chat, wait)
end

-- Has whatever shows a copy say how the request stands now. One that was not sent yet keeps its place.
local function change_copy(address, id)
  local chat, copy = chat_of(address), copy_name(address, id)
  if redis.call('ZSCORE', keys.out_gathered(chat), copy) then return end
  enqueue(chat, bundle_of(chat, copy) or copy, CLASS.approval)
end

-- Takes a copy out of its bundle, whose message says so, if there is one.
local function take_from_bundle(address, id)
  local chat, copy = chat_of(address), copy_name(address, id)
  local bundle = bundle_of(chat, copy)
  if not bundle then return false end
  redis.call('HSET', keys.out_bundled(chat), copy, ALONE)
  redis.call('HDEL', keys.out_messages(chat), copy)
  enqueue(chat, bundle, CLASS.approval)
  return true
end

-- Whether a copy may go with others: it is pending, nobody saw it there yet, and nothing is special about it.
local function may_join(chat, copy, address)
  local its_address, id = string.match(copy, '^approval/([^/]*)/(.*)$')
  return its_address == address and redis.call('HEXISTS', keys.out_messages(chat), copy) == 0
    and redis.call('HEXISTS', keys.out_bundled(chat), copy) == 0
    and redis.call('HEXISTS', keys.out_payload(chat), copy) == 0
    and redis.call('HEXISTS', keys.approval(id), 'outcome') == 0
end

local function those_that_wait(chat, address)
  local copies = {}
  for _, copy in ipairs(redis.call('ZRANGE', keys.out_queue(chat), 0, LOOKED_AT - 1)) do
    if #copies < BUNDLE_LIMIT and may_join(chat, copy, address) then copies[#copies + 1] = copy end
  end
  return copies
end

-- A request is about to be shown for the first time: all that wait there go along. Returns the bundle; nothing if it
-- goes by itself.
local function begin_bundle(chat, first, score)
  local address = string.match(first, '^approval/([^/]*)/')
  if not address or not may_join(chat, first, address) then return nil end
  redis.call('HSET', keys.out_asked_at(chat), address, string.format('%.0f', steady()))
  local copies = those_that_wait(chat, address)
  if #copies < 2 then return nil end
  local name = 'bundle/' .. address .. '/' .. redis.call('INCR', keys.bundle_number)
  -- Nobody can guess these, so nobody can guess what is made of them.
  local secrets, members = name, {}
  for at, copy in ipairs(copies) do
    local id = string.match(copy, '^approval/[^/]*/(.*)$')
    secrets = secrets .. ' ' .. (redis.call('HGET', keys.approval_copies(id), address) or '')
    members[at] = { key = id, version = tonumber(redis.call('HGET', keys.approval(id), 'version') or 1) }
    redis.call('HSET', keys.out_bundled(chat), copy, name)
    redis.call('ZREM', keys.out_queue(chat), copy)
    redis.call('ZREM', keys.out_aside(chat), copy)
  end
  local token = string.sub(redis.sha1hex(secrets), 1, 32)
  write_bundle(chat, name, { token = token, members = members })
  redis.call('HSET', keys.bundle_tokens, token, name)
  redis.call('ZADD', keys.out_queue(chat), score, name)
  return name
end

-- What is sent of a bundle: JSON of it, where each member says whether it is still in there.
local function bundle_payload(chat, name)
  local bundle = read_bundle(chat, name)
  if not bundle then return '' end
  local address = string.match(name, '^bundle/([^/]*)/')
  for _, member in ipairs(bundle.members) do
    member.isHere = bundle_of(chat, copy_name(address, member.key)) == name
  end
  return cjson.encode(bundle)
end

-- It was sent, and shows the listed requests whole: each has a copy there.
local function keep_bundle(chat, name, message, listed)
  local address, bundle = string.match(name, '^bundle/([^/]*)/'), read_bundle(chat, name)
  for _, member in ipairs(bundle and bundle.members or {}) do
    local copy = copy_name(address, member.key)
    if bundle_of(chat, copy) == name then
      redis.call('HSET', keys.out_messages(chat), copy, message)
      redis.call('HDEL', keys.out_tries(chat), copy)
    end
  end
  for _, member in ipairs(listed) do
    local copy = copy_name(address, member.key)
    -- One that changed meanwhile has left.
    if bundle_of(chat, copy) == name then
      redis.call('HSET', keys.out_shown(chat), copy, member.version .. '::0:whole:files')
    end
  end
end

-- Undoes a bundle that nobody saw. Returns its copies.
local function dissolve_bundle(chat, name)
  local address, bundle, copies = string.match(name, '^bundle/([^/]*)/'), read_bundle(chat, name), {}
  for _, member in ipairs(bundle and bundle.members or {}) do
    local copy = copy_name(address, member.key)
    if bundle_of(chat, copy) == name then
      redis.call('HDEL', keys.out_bundled(chat), copy)
      copies[#copies + 1] = copy
    end
  end
  if bundle then redis.call('HDEL', keys.bundle_tokens, bundle.token) end
  redis.call('HDEL', keys.out_bundles(chat), name)
  return copies
end
