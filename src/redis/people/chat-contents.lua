-- Shared part: what a chat has that moves along when it becomes another one, by address and by name of an item.
-- Requires: ../outbox/outbox.lua

-- Addresses of its windows, of what is being sent and of its copies of pending requests, each once; and those
-- copies: {request, address}.
local function addresses_of(chat)
  local addresses, copies, known = {}, {}, {}
  local function add(address)
    if not known[address] then addresses[#addresses + 1] = address end
    known[address] = true
  end
  for _, address in ipairs(redis.call('ZRANGE', keys.out_windows(chat), 0, -1)) do add(address) end
  for _, address in ipairs(redis.call('HKEYS', keys.out_sending(chat))) do add(address) end
  for _, id in ipairs(redis.call('ZRANGE', keys.pending_approvals, 0, -1)) do
    for _, address in ipairs(redis.call('HKEYS', keys.approval_copies(id))) do
      if chat_of(address) == chat then
        add(address)
        copies[#copies + 1] = { id, address }
      end
    end
  end
  return addresses, copies
end

-- Answers, live messages and cards that wait, in their order. What is about a request is queued again instead.
local function items_of(chat)
  local items, all = {}, redis.call('ZRANGE', keys.out_queue(chat), 0, -1)
  for _, set in ipairs({ keys.out_aside(chat), keys.out_later(chat), keys.out_still(chat) }) do
    for _, item in ipairs(redis.call('ZRANGE', set, 0, -1)) do all[#all + 1] = item end
  end
  local taken = redis.call('GET', keys.out_taken(chat))
  if taken then table.insert(all, 1, string.match(taken, '^%S+ (.*)$')) end
  for _, item in ipairs(all) do
    local kind = string.match(item, '^[^/]+')
    if kind == 'reply' or kind == 'log' or kind == 'live' or kind == 'card' then items[#items + 1] = item end
  end
  return items
end
