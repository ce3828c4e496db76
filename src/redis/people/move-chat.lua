-- Moves everything a group had to the supergroup that it became.
-- Values: from (old chat), to (new chat), and the plan: `seen` {old, fresh} are the chats' documents as
-- they were when it was made, `merged` is the new one's (empty: nothing to move), `tails` {from, to,
-- tail} are fields and documents. Documents are only stored here, never read.
-- Reply: {chat, delay, ...}, or 'changed' when the plan is out of date and nothing was done.
-- Invariant: what the old chat had is with the old or with the new one, never with both.
-- Messages of the old group can't be edited any more: what is still asked there is shown anew.
-- Requires: ../outbox/outbox.lua
local old, new = values.from, values.to

local function moved(address)
  return new .. string.sub(address, #old + 1)
end

-- Names are `<kind>/<address>/...`.
local function renamed(item)
  local kind, rest = string.match(item, '^([^/]+)/(.*)$')
  return kind .. '/' .. moved(rest)
end

local function document(chat) return redis.call('HGET', keys.chats, chat) or '' end
if document(old) ~= values.seen.old or document(new) ~= values.seen.fresh then return 'changed' end

if values.merged ~= '' then
  redis.call('HSET', keys.chats, new, values.merged)
  redis.call('HDEL', keys.chats, old)
  redis.call('INCR', keys.audience_revision)
end

-- One that was stopped meanwhile stays stopped.
for _, one in ipairs(values.tails) do
  if redis.call('HDEL', keys.tails, one.from) == 1 then
    redis.call('HSET', keys.tails, one.to, one.tail)
  end
end

local addresses = {}
for _, address in ipairs(redis.call('ZRANGE', keys.out_windows(old), 0, -1)) do addresses[address] = true end
for _, address in ipairs(redis.call('HKEYS', keys.out_sending(old))) do addresses[address] = true end
for address in pairs(addresses) do
  -- A batch that was being sent goes back before what came after it.
  local entries = redis.call('LRANGE', keys.sending(address), 0, -1)
  for _, entry in ipairs(redis.call('LRANGE', keys.window(address), 0, -1)) do entries[#entries + 1] = entry end
  if #entries > 0 then gather(moved(address), entries, 0) end
  -- What was beyond the limit is only a count.
  for _, counts in ipairs({ keys.sending_more(address), keys.window_more(address) }) do
    local more = redis.call('HGETALL', counts)
    for at = 1, #more, 2 do redis.call('HINCRBY', keys.window_more(moved(address)), more[at], more[at + 1]) end
  end
  redis.call('DEL', keys.sending(address), keys.window(address))
  redis.call('DEL', keys.sending_more(address), keys.window_more(address))
end

for _, id in ipairs(redis.call('ZRANGE', keys.pending_approvals, 0, -1)) do
  local copies = keys.approval_copies(id)
  for _, address in ipairs(redis.call('HKEYS', copies)) do
    if chat_of(address) == old then
      local token = redis.call('HGET', copies, address)
      redis.call('HDEL', copies, address)
      redis.call('HSET', copies, moved(address), token)
      redis.call('HSET', keys.taps, token, id .. '\n' .. moved(address))
      enqueue(new, 'approval/' .. moved(address) .. '/' .. id, CLASS.approval)
    end
  end
end

local taken = redis.call('GET', keys.out_taken(old))
local items = redis.call('ZRANGE', keys.out_queue(old), 0, -1)
for _, item in ipairs(redis.call('ZRANGE', keys.out_aside(old), 0, -1)) do items[#items + 1] = item end
if taken then table.insert(items, 1, string.match(taken, '^%S+ (.*)$')) end
for _, item in ipairs(items) do
  local kind = string.match(item, '^[^/]+')
  if kind == 'reply' or kind == 'live' then
    enqueue(new, renamed(item), CLASS[kind], redis.call('HGET', keys.out_payload(old), item))
  end
end

redis.call('DEL', keys.out_queue(old), keys.out_payload(old), keys.out_windows(old), keys.out_sending(old),
  keys.out_taken(old), keys.out_visit(old), keys.out_messages(old), keys.out_shown(old), keys.out_aside(old),
  keys.out_tries(old), keys.out_owed(old), keys.out_turns(old))
redis.call('ZREM', keys.due, old)
return wakes()
