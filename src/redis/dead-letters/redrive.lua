-- Puts what a dead letter holds back where it is tried again, and ends the letter.
-- Values: `letter`, its id, and one of
--   `aside` {source, position, state}: an entry for a follower of the journal;
--   `window` {address, entries, more, sent}: see gather in outbox.lua; `more` counts by group, `sent` messages
--     of exactly these entries are out;
--   `item` {chat, name, payload}: for the queue of a chat.
-- Reply: {chat, delay, ...}, or 'outdated' when nothing was done since a live message has moved on.
-- Invariant: done once, however often it is sent; what fails again is a letter again.
-- Requires: ../outbox/outbox.lua
local found = redis.call('XRANGE', keys.dead_letters, values.letter, values.letter)[1]
if not found then return {} end
local fields = { source = '', entry_id = '', raw = '' }
for at = 1, #found[2], 2 do fields[found[2][at]] = found[2][at + 1] end
-- Given up once more, it is no repeat (append.lua).
local mark = keys.dead_lettered(redis.sha1hex(table.concat({ fields.source, fields.entry_id, fields.raw }, '\n')))

local function queue_item(item)
  local kind = string.match(item.name, '^(%a+)/') or ''
  if kind == 'live' then
    local is_shown = redis.call('HEXISTS', keys.out_messages(item.chat), item.name) == 1
    if is_shown or redis.call('HEXISTS', keys.out_payload(item.chat), item.name) == 1 then return 'outdated' end
  end
  local is_request = kind == 'reminder' or kind == 'approval' or kind == 'stray' or kind == 'superseded'
  enqueue(item.chat, item.name, is_request and CLASS.approval or CLASS[kind] or CLASS.reply, item.payload)
end

local function fill_window(window)
  local address = window.address
  local chat, more = chat_of(address), keys.sending_more(address)
  -- What of it is out stays out, unless another batch is being sent there.
  if window.sent > 0 and redis.call('HEXISTS', keys.out_sending(chat), address) == 0 then
    for _, entry in ipairs(window.entries) do redis.call('RPUSH', keys.sending(address), entry) end
    redis.call('HSET', keys.out_sending(chat), address, window.sent)
    mark_due(chat, 0)
  else
    gather(address, window.entries, 0)
    more = keys.window_more(address)
  end
  for group, count in pairs(window.more) do redis.call('HINCRBY', more, group, count) end
end

if values.item and queue_item(values.item) == 'outdated' then return 'outdated' end
if values.window then fill_window(values.window) end
if values.aside then
  redis.call('HSET', keys.aside(values.aside.source), values.aside.position, values.aside.state)
end

redis.call('DEL', mark)
redis.call('XDEL', keys.dead_letters, values.letter)
return wakes()
