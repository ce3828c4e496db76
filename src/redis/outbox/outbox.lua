-- Shared part: the queue of a chat. Times are of the steady clock.
--   out:<chat>:queue    sorted set of what is ready, by class and then by turn
--   out:<chat>:turns    hash: requester -> the turn of what they queued last; 'now', the turn that was served
--                       last. Each requester (project and source of a request) has one item a turn, so
--                       the others wait for one item of a requester that asks a hundred times.
--   out:<chat>:payload  hash: item -> what to send, where it is not made from state
--   out:<chat>:shown    hash: copy of a request -> what of it is shown there (deliver/shown.ts)
--   out:<chat>:aside    sorted set: item, or window/<address>, that failed -> when it is tried again;
--                       out:<chat>:tries hash: the same -> '<failed tries> <its place in the queue>'
--   out:<chat>:owed     set of copies that changed while the chat could not be reached
--   out:<chat>:windows  sorted set: address -> when its window closes
--   out:<chat>:later    sorted set: item -> when it goes into the queue
--   window:<address>    list of what was gathered; window:<address>:more counts the overflow. An address with a `!`
--                       holds its alerts: ten times as many, so that each is named in any flood but an attack. One
--                       with a `~` holds what waits while it is left alone (held/held.lua).
--   due                 sorted set: chat -> when it has something to send
-- Invariant: a chat with anything in its queue or windows, or put aside, is in `due`.
-- Requires: ../scripts/base.lua
local CLASS = { approval = 0, reply = 1, log = 1, live = 3, card = 3, alert = 3, list = 3 }
-- Room for items of one turn, which go by arrival.
local TURN = 10000
local WINDOW_LIMIT = 2000
local ALERTS_LIMIT = 20000
-- Between two changes of a card, or of a list.
local CHANGE_INTERVAL_MS = 2000
-- Chats that somebody has to visit: chat -> milliseconds from now.
local wake = {}

local function chat_of(address)
  return string.match(address, '^[^:!~]+')
end

local function is_alerts(address)
  return string.sub(address, -1) == '!'
end

local function mark_due(chat, delay)
  redis.call('ZADD', keys.due, 'LT', string.format('%.0f', steady() + delay), chat)
  if wake[chat] == nil or wake[chat] > delay then wake[chat] = delay end
end

-- Names: see redis/outbox/outbox-store.ts. What is about no request is of one requester.
local function requester_of(item)
  local kind, rest = string.match(item, '^(%a+)/[^/]*/(.*)$')
  local id = kind == 'approval' and rest
  if kind == 'stray' or kind == 'superseded' or kind == 'reminder' then id = string.match(rest, '^[^/]*/(.*)$') end
  return id and redis.call('HGET', keys.approval(id), 'requester') or ''
end

-- Where an item belongs in its class.
local function turn_of(chat, item)
  local turns, requester = keys.out_turns(chat), 'of ' .. requester_of(item)
  local known = redis.call('HMGET', turns, 'now', requester)
  local turn = math.max(tonumber(known[1] or 0), tonumber(known[2] or 0)) + 1
  redis.call('HSET', turns, requester, string.format('%.0f', turn))
  return turn * TURN + redis.call('INCR', keys.out_turn) % TURN
end

-- What is taken now had this turn; nobody who comes later gets an earlier one.
local function turn_served(chat, score)
  local turn = math.floor(score % 1e13 / TURN)
  if turn > tonumber(redis.call('HGET', keys.out_turns(chat), 'now') or 0) then
    redis.call('HSET', keys.out_turns(chat), 'now', string.format('%.0f', turn))
  end
end

-- Nobody waits: who had which turn no longer matters.
local function forget_turns(chat)
  local turns = keys.out_turns(chat)
  if redis.call('HLEN', turns) < 2 then return end
  local served = redis.call('HGET', turns, 'now')
  redis.call('DEL', turns)
  if served then redis.call('HSET', turns, 'now', served) end
end

-- Puts an item into the queue. One that waits already keeps its place and gets the new payload.
local function enqueue(chat, item, class, payload)
  if payload then redis.call('HSET', keys.out_payload(chat), item, payload) end
  local queue = keys.out_queue(chat)
  if not redis.call('ZSCORE', queue, item) then
    redis.call('ZADD', queue, string.format('%.0f', class * 1e13 + turn_of(chat, item)), item)
  end
  mark_due(chat, 0)
end

-- What changes in place shows its newest state when it is sent: at `earliest`, or an interval after its last change.
--   out:<chat>:changed  hash: item -> when it last changed
local function change_later(chat, item, earliest)
  if redis.call('ZSCORE', keys.out_queue(chat), item) then return end
  if redis.call('ZSCORE', keys.out_aside(chat), item) then return end
  local changed = tonumber(redis.call('HGET', keys.out_changed(chat), item) or 0)
  local at = math.max(earliest, changed + CHANGE_INTERVAL_MS)
  redis.call('ZADD', keys.out_later(chat), 'LT', string.format('%.0f', at), item)
  mark_due(chat, math.max(0, at - steady()))
end

-- It was sent: what changed meanwhile waits for its interval.
local function changed_now(chat, item)
  redis.call('HSET', keys.out_changed(chat), item, string.format('%.0f', steady()))
  if redis.call('ZSCORE', keys.out_later(chat), item) then
    redis.call('ZADD', keys.out_later(chat), 'XX', 'GT', string.format('%.0f', steady() + CHANGE_INTERVAL_MS), item)
  end
end

-- Values that one command gets at most: Lua's stack ends at 8,000.
local SLICE = 1000

-- Only counts what is beyond the limit, by its group: '<position>\31<weight>\31<group>'.
local function count_oldest(address, surplus)
  local groups = {}
  for _, entry in ipairs(redis.call('LPOP', keys.window(address), surplus)) do
    local group = string.match(entry, '\31.\31(.*)$')
    groups[group] = (groups[group] or 0) + 1
  end
  for group, count in pairs(groups) do redis.call('HINCRBY', keys.window_more(address), group, count) end
end

-- Adds entries (`<position>\31<weight>\31<group>`, at least one) to the window of an address. The
-- oldest beyond the limit are only counted. When it fails, nothing was added.
local function gather(address, entries, window_ms)
  local window = keys.window(address)
  local size = redis.call('RPUSH', window, unpack(entries, 1, math.min(SLICE, #entries)))
  if size == math.min(SLICE, #entries) then
    local chat = chat_of(address)
    local ok, reason = pcall(function()
      redis.call('ZADD', keys.out_windows(chat), string.format('%.0f', steady() + window_ms), address)
      mark_due(chat, window_ms)
    end)
    -- A window that is on no list would never be sent.
    if not ok then
      redis.call('DEL', window)
      error(reason, 0)
    end
  end
  for first = SLICE + 1, #entries, SLICE do
    size = redis.call('RPUSH', window, unpack(entries, first, math.min(first + SLICE - 1, #entries)))
  end
  -- If the count itself can't be kept, sending the window reports that.
  local limit = is_alerts(address) and ALERTS_LIMIT or WINDOW_LIMIT
  if size > limit then pcall(count_oldest, address, size - limit) end
end

-- The wake list as a flat reply: chat, delay, chat, delay, ...
local function wakes()
  local reply = {}
  for chat, delay in pairs(wake) do
    reply[#reply + 1] = chat
    reply[#reply + 1] = tostring(delay)
  end
  return reply
end
