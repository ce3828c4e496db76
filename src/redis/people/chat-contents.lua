-- Shared part: what a chat has that moves along when it becomes another one, by address and by name of an item.
-- Requires: ../outbox/bundles/bundles.lua

-- Whatever waits for a chat, in its order: what is being sent, what is ready, what waits for its time, or until the
-- chat can be reached.
local function waiting_of(chat)
  local all = redis.call('ZRANGE', keys.out_queue(chat), 0, -1)
  for _, set in ipairs({ keys.out_aside(chat), keys.out_later(chat), keys.out_still(chat), keys.out_gathered(chat) }) do
    for _, item in ipairs(redis.call('ZRANGE', set, 0, -1)) do all[#all + 1] = item end
  end
  local taken = redis.call('GET', keys.out_taken(chat))
  if taken then table.insert(all, 1, string.match(taken, '^%S+ (.*)$')) end
  for _, item in ipairs(redis.call('SMEMBERS', keys.out_owed(chat))) do
    if redis.call('HEXISTS', keys.out_messages(chat), item) == 1 then all[#all + 1] = item end
  end
  return all
end

-- Requests that an item shows: {request, address} of each.
local function requests_in(chat, item)
  local kind, address, rest = string.match(item, '^(%a+)/([^/]*)/(.*)$')
  if kind == 'approval' then return { { rest, address } } end
  if kind == 'stray' then return { { string.match(rest, '^[^/]*/(.*)$'), address } } end
  local bundle, requests = kind == 'bundle' and read_bundle(chat, item), {}
  for _, member in ipairs(bundle and bundle.members or {}) do
    if bundle_of(chat, copy_name(address, member.key)) == item then
      requests[#requests + 1] = { member.key, address }
    end
  end
  return requests
end

-- Copies of requests that have to be shown: of those that are pending, and of those whose outcome waits to be shown.
local function copies_of(chat)
  local copies, known = {}, {}
  local function add(id, address)
    local name = copy_name(address, id)
    if not known[name] then copies[#copies + 1] = { id, address } end
    known[name] = true
  end
  for _, id in ipairs(redis.call('ZRANGE', keys.pending_approvals, 0, -1)) do
    for _, address in ipairs(redis.call('HKEYS', keys.approval_copies(id))) do
      if chat_of(address) == chat then add(id, address) end
    end
  end
  for _, item in ipairs(waiting_of(chat)) do
    for _, request in ipairs(requests_in(chat, item)) do
      local id, address = request[1], request[2]
      local is_decided = redis.call('HEXISTS', keys.approval(id), 'outcome') == 1
      if is_decided and redis.call('HEXISTS', keys.approval_copies(id), address) == 1 then add(id, address) end
    end
  end
  return copies
end

-- Addresses of its windows, of what is being sent and of those copies, each once; and those copies.
local function addresses_of(chat)
  local addresses, known, copies = {}, {}, copies_of(chat)
  local function add(address)
    if not known[address] then addresses[#addresses + 1] = address end
    known[address] = true
  end
  for _, address in ipairs(redis.call('ZRANGE', keys.out_windows(chat), 0, -1)) do add(address) end
  for _, address in ipairs(redis.call('HKEYS', keys.out_sending(chat))) do add(address) end
  for _, copy in ipairs(copies) do add(copy[2]) end
  return addresses, copies
end

-- Answers, live messages, cards and failures that wait. What is about a request is queued again instead; a list is
-- asked for again.
local MOVES = { reply = true, log = true, live = true, card = true, alert = true }
local function items_of(chat)
  local items = {}
  for _, item in ipairs(waiting_of(chat)) do
    if MOVES[string.match(item, '^[^/]+')] then items[#items + 1] = item end
  end
  return items
end

local function payload_of(chat, item)
  return redis.call('HGET', keys.out_payload(chat), item) or ''
end
