-- Shared part: the queue of a chat. Needs base.lua.
--   out:<chat>:queue    sorted set of what is ready, by class and then by arrival
--   out:<chat>:payload  hash: item -> what to send, where it is not made from state
--   out:<chat>:shown    hash: copy of a request -> what of it is shown there (deliver/shown.ts)
--   out:<chat>:aside    sorted set: item, or window/<address>, that failed -> when it is tried again;
--                       out:<chat>:tries hash: the same -> '<failed tries> <its place in the queue>'
--   out:<chat>:owed     set of copies that changed while the chat could not be reached
--   out:<chat>:windows  sorted set: address -> when its window closes
--   window:<address>    list of what was gathered; window:<address>:more counts the overflow
--   due                 sorted set: chat -> when it has something to send
-- Invariant: a chat with anything in its queue or windows, or put aside, is in `due`.
local CLASS = { approval = 0, reply = 1, live = 3 }
local WINDOW_LIMIT = 2000
-- Chats that somebody has to visit: chat -> milliseconds from now.
local wake = {}

local function chat_of(address)
  return string.match(address, '^[^:]+')
end

local function mark_due(chat, delay)
  redis.call('ZADD', key('due'), 'LT', now + delay, chat)
  if wake[chat] == nil or wake[chat] > delay then wake[chat] = delay end
end

-- Puts an item into the queue. One that waits already keeps its place and gets the new payload.
local function enqueue(chat, item, class, payload)
  if payload then redis.call('HSET', key('out', chat, 'payload'), item, payload) end
  local turn = redis.call('INCR', key('out-turn'))
  redis.call('ZADD', key('out', chat, 'queue'), 'NX', class * 1e13 + turn, item)
  mark_due(chat, 0)
end

-- Values that one command gets at most: Lua's stack ends at 8,000.
local SLICE = 1000

-- Only counts what is beyond the limit, by its group: '<position>\31<weight>\31<group>'.
local function count_oldest(window, surplus)
  local groups = {}
  for _, entry in ipairs(redis.call('LPOP', window, surplus)) do
    local group = string.match(entry, '\31.\31(.*)$')
    groups[group] = (groups[group] or 0) + 1
  end
  for group, count in pairs(groups) do redis.call('HINCRBY', window .. ':more', group, count) end
end

-- Adds entries (`<position>\31<weight>\31<group>`, at least one) to the window of an address. The
-- oldest beyond the limit are only counted. When it fails, nothing was added.
local function gather(address, entries, window_ms)
  local window = key('window', address)
  local size = redis.call('RPUSH', window, unpack(entries, 1, math.min(SLICE, #entries)))
  if size == math.min(SLICE, #entries) then
    local chat = chat_of(address)
    local ok, reason = pcall(function()
      redis.call('ZADD', key('out', chat, 'windows'), now + window_ms, address)
      mark_due(chat, window_ms)
    end)
    -- A window that nobody knows of would never be sent.
    if not ok then
      redis.call('DEL', window)
      error(reason, 0)
    end
  end
  for first = SLICE + 1, #entries, SLICE do
    size = redis.call('RPUSH', window, unpack(entries, first, math.min(first + SLICE - 1, #entries)))
  end
  -- Where the count itself can't be kept, whoever sends the window says so.
  if size > WINDOW_LIMIT then pcall(count_oldest, window, size - WINDOW_LIMIT) end
end

-- Sends what an address gathered before what is queued next, unless Telegram has paused the chat:
-- then the urgent thing goes first.
local function flush_first(address)
  local chat = chat_of(address)
  if redis.call('EXISTS', key('pace', chat, 'pause'), key('pace', 'pause')) > 0 then return end
  if redis.call('EXISTS', key('window', address)) == 1
    or redis.call('HEXISTS', key('out', chat, 'sending'), address) == 1 then
    enqueue(chat, 'window/' .. address, CLASS.approval)
  end
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
