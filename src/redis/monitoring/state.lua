-- Reads how far behind the work is, and what was put aside.
-- Values: maxChats (how many are looked into for what was put aside there).
-- Reply: {now, routed position or '', first position after it or '', chats in `due`,
--   ms by which the chat that is due the longest is late (0: none is), that chat or '', '1' while
--   somebody visits it, chats in `aside`, since when the first of them is there or '', messages to be
--   tried again, dead letters, calls in a row that Telegram did not take, for how many chats, ms since the
--   first of them, requests that wait for a decision, newest position of the journal or '', the last id that a dead
--   letter got or '', then kind and count of what was put aside, alternately}.
--   `aside`: sorted set, chat -> when something of it was put aside first, by the steady clock.
-- Invariant: a chat leaves `aside` when nothing of it is put aside any more. Nothing else is changed, but for the
-- steady clock.
-- Requires: ../outbox/visit.lua
local routed = redis.call('GET', keys.routed) or ''
local after = redis.call('XRANGE', keys.journal, '(' .. (routed == '' and '0-0' or routed), '+', 'COUNT', 1)[1]

local first = redis.call('ZRANGE', keys.due, 0, 0, 'WITHSCORES')
local chat, late = first[1], 0
if chat then late = math.max(0, steady() - tonumber(first[2])) end
local is_visited = false
if chat then
  local _, ends = open_visit(chat)
  is_visited = ends ~= nil and not has_run_out(ends)
end

local counts, kinds = {}, {}
for _, one in ipairs(redis.call('ZRANGE', keys.aside_chats, 0, values.maxChats - 1)) do
  local items = redis.call('HKEYS', keys.out_tries(one))
  if #items == 0 then redis.pcall('ZREM', keys.aside_chats, one) end
  for _, item in ipairs(items) do
    local kind = string.match(item, '^%a+') or 'other'
    if not counts[kind] then kinds[#kinds + 1] = kind end
    counts[kind] = (counts[kind] or 0) + 1
  end
end
table.sort(kinds)

-- By the wall clock, for people.
local function aside_since()
  local since = redis.call('ZRANGE', keys.aside_chats, 0, 0, 'WITHSCORES')[2]
  return since and string.format('%.0f', now - (steady() - tonumber(since))) or ''
end

local function newest_event()
  local newest = redis.call('XREVRANGE', keys.journal, '+', '-', 'COUNT', 1)[1]
  return newest and newest[1] or ''
end

-- Without reading a letter, which may be large.
local function last_letter()
  if redis.call('EXISTS', keys.dead_letters) == 0 then return '' end
  local facts = redis.call('XINFO', 'STREAM', keys.dead_letters)
  for at = 1, #facts, 2 do if facts[at] == 'last-generated-id' then return facts[at + 1] end end
  return ''
end

local reply = {
  string.format('%.0f', now), routed, after and after[1] or '',
  tostring(redis.call('ZCARD', keys.due)), string.format('%.0f', late), chat or '', is_visited and '1' or '',
  tostring(redis.call('ZCARD', keys.aside_chats)),
  aside_since(),
  tostring(redis.call('ZCARD', keys.again)), tostring(redis.call('XLEN', keys.dead_letters)),
  redis.call('HGET', keys.failing, 'calls') or '0', tostring(redis.call('SCARD', keys.failing_chats)),
  string.format('%.0f', math.max(0, steady() - tonumber(redis.call('HGET', keys.failing, 'first') or steady()))),
  tostring(redis.call('ZCARD', keys.pending_approvals)), newest_event(), last_letter(),
}
for _, kind in ipairs(kinds) do
  reply[#reply + 1] = kind
  reply[#reply + 1] = tostring(counts[kind])
end
return reply
