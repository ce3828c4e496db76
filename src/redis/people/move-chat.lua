-- Moves everything a group had to the supergroup that it became.
-- Values: from (old chat), to (new chat), and the plan: `seen` {old, fresh} are the chats' documents as
-- they were when it was made, `merged` is the new one's (empty: nothing to move), `tails` {from, to,
-- tail} are fields and documents, `addresses` and `items` say what each address and each item of the old chat
-- (read-chat.lua) is called in the new one. Documents are only stored here, never read.
-- Reply: {chat, delay, ...}, or 'changed' when the plan is out of date and nothing was done.
-- Invariant: what the old chat had is with the old or with the new one, never with both. Once it moved, everybody
-- can look up where to.
-- Messages of the old group can't be edited any more: requests that are still pending there are shown again.
-- Requires: chat-contents.lua
local old, new = values.from, values.to

local function document(chat) return redis.call('HGET', keys.chats, chat) or '' end
if document(old) ~= values.seen.old or document(new) ~= values.seen.fresh then return 'changed' end
local addresses, copies = addresses_of(old)
local items = items_of(old)
for _, address in ipairs(addresses) do if not values.addresses[address] then return 'changed' end end
for _, item in ipairs(items) do if not values.items[item] then return 'changed' end end

redis.call('HSET', keys.moved_chats, old, new)
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

for _, address in ipairs(addresses) do
  local moved = values.addresses[address]
  -- A batch that was being sent goes back before what came after it.
  local entries = redis.call('LRANGE', keys.sending(address), 0, -1)
  for _, entry in ipairs(redis.call('LRANGE', keys.window(address), 0, -1)) do entries[#entries + 1] = entry end
  if #entries > 0 then gather(moved, entries, 0) end
  -- What was beyond the limit is only a count.
  for _, counts in ipairs({ keys.sending_more(address), keys.window_more(address) }) do
    local more = redis.call('HGETALL', counts)
    for at = 1, #more, 2 do redis.call('HINCRBY', keys.window_more(moved), more[at], more[at + 1]) end
  end
  redis.call('DEL', keys.sending(address), keys.window(address))
  redis.call('DEL', keys.sending_more(address), keys.window_more(address))
end

for _, copy in ipairs(copies) do
  local id, address = copy[1], copy[2]
  local moved, places = values.addresses[address], keys.approval_copies(id)
  local token = redis.call('HGET', places, address)
  redis.call('HDEL', places, address)
  redis.call('HSET', places, moved, token)
  redis.call('HSET', keys.taps, token, id .. '\n' .. moved)
  enqueue(new, 'approval/' .. moved .. '/' .. id, CLASS.approval)
end

for _, item in ipairs(items) do
  local kind = string.match(item, '^[^/]+')
  enqueue(new, values.items[item], CLASS[kind], redis.call('HGET', keys.out_payload(old), item) or nil)
  local address, job = string.match(values.items[item], '^card/([^/]*)/(.*)$')
  if job then redis.call('SADD', keys.cards_of(job), address) end
end

redis.call('DEL', keys.out_queue(old), keys.out_payload(old), keys.out_windows(old), keys.out_sending(old),
  keys.out_taken(old), keys.out_visit(old), keys.out_messages(old), keys.out_shown(old), keys.out_aside(old),
  keys.out_tries(old), keys.out_owed(old), keys.out_turns(old), keys.out_later(old), keys.out_changed(old),
  keys.out_gathered(old), keys.out_still(old), keys.out_asked_at(old), keys.out_bundles(old), keys.out_bundled(old),
  keys.out_lists(old))
redis.call('ZREM', keys.due, old)
return wakes()
