-- Moves everything a group had to the supergroup that it became.
-- Values: from (old chat), to (new chat), and the plan: `seen` {old, fresh} are the chats' documents as
-- they were when it was made, `merged` is the new one's (empty: nothing to move), `tails` {from, to,
-- tail} are fields and documents, `addresses` says what each address of the old chat (read-chat.lua) is called in the
-- new one, `items` {name, seen, payload} what each item is called there, the payload that was seen, and that which it
-- has there ('' for none). Documents are only stored here, never read.
-- Reply: {chat, delay, ...}, or 'changed' when the plan is out of date and nothing was done.
-- Invariant: what the old chat had is with the old or with the new one, never with both. Once it moved, everybody
-- can look up where to.
-- Messages of the old group can't be edited any more: requests that are still pending there are shown again, and so are
-- those whose outcome was not shown there yet. The others are left alone.
-- Requires: chat-contents.lua
local old, new = values.from, values.to

local function document(chat) return redis.call('HGET', keys.chats, chat) or '' end
if document(old) ~= values.seen.old or document(new) ~= values.seen.fresh then return 'changed' end
local addresses, copies = addresses_of(old)
local items = items_of(old)
for _, address in ipairs(addresses) do if not values.addresses[address] then return 'changed' end end
for _, item in ipairs(items) do
  local moved = values.items[item]
  if not moved or moved.seen ~= payload_of(old, item) then return 'changed' end
end

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
  local is_counted = false
  for _, counts in ipairs({ keys.sending_more(address), keys.window_more(address) }) do
    local more = redis.call('HGETALL', counts)
    is_counted = is_counted or #more > 0
    for at = 1, #more, 2 do redis.call('HINCRBY', keys.window_more(moved), more[at], more[at + 1]) end
  end
  -- A summary comes though nothing is in it but counts, or what is open when it comes.
  if #entries == 0 and (is_counted or string.sub(address, -1) == '~') then
    redis.call('ZADD', keys.out_windows(new), 'NX', string.format('%.0f', steady()), moved)
    mark_due(new, 0)
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
  local payload = payload_of(old, copy_name(address, id))
  if payload ~= '' then redis.call('HSET', keys.out_payload(new), copy_name(moved, id), payload) end
  if not redis.call('ZSCORE', keys.held_approvals, id) then enqueue(new, copy_name(moved, id), CLASS.approval) end
end

-- What is left there shows how it ended.
for _, item in ipairs(redis.call('HKEYS', keys.out_messages(old))) do
  local address, id = string.match(item, '^approval/([^/]*)/(.*)$')
  if id then redis.call('HDEL', keys.approval_copies(id), address) end
end

for _, item in ipairs(items) do
  local kind, address, rest = string.match(item, '^([^/]+)/([^/]*)/(.*)$')
  local moved = values.items[item]
  enqueue(new, moved.name, CLASS[kind], moved.payload ~= '' and moved.payload or nil)
  if kind == 'card' then
    redis.call('SREM', keys.cards_of(rest), address)
    redis.call('ZREM', keys.card_checks, item)
    redis.call('SADD', keys.cards_of(rest), string.match(moved.name, '^card/([^/]*)/'))
  end
  if kind == 'alert' then redis.call('HDEL', keys.alert_copies(rest), address) end
end

redis.call('DEL', keys.out_queue(old), keys.out_payload(old), keys.out_windows(old), keys.out_sending(old),
  keys.out_taken(old), keys.out_visit(old), keys.out_messages(old), keys.out_shown(old), keys.out_aside(old),
  keys.out_tries(old), keys.out_owed(old), keys.out_turns(old), keys.out_later(old), keys.out_changed(old),
  keys.out_gathered(old), keys.out_still(old), keys.out_asked_at(old), keys.out_bundles(old), keys.out_bundled(old),
  keys.out_lists(old), keys.origins(old), keys.asked(old))
redis.call('ZREM', keys.due, old)
return wakes()
