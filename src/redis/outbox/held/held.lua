-- Shared part: what comes to an address that is muted or has quiet hours waits for one summary after.
--   window:<address>~   list of the failures and results among it; window:<address>~:more hash: their mark, or what
--                       they were counted by before -> how many others
-- Values: held (address -> for how many milliseconds more it is left alone; '' for the chat itself and for topics that
--   it does not name).
-- Requires: ../outbox.lua
-- So many failures and results are kept; of those beyond, results are only counted before failures are.
local HELD_LIMIT = 2000

local function held_ms(address)
  return values.held[string.match(address, '^[^!~]+')] or values.held[''] or 0
end

local function is_summary(address)
  return string.sub(address, -1) == '~'
end

local function summary_of(address)
  return string.match(address, '^[^!~]+') .. '~'
end

local function summarize_later(chat, address, ms)
  redis.call('ZADD', keys.out_windows(chat), string.format('%.0f', steady() + ms), summary_of(address))
end

local function mark_of(entry)
  return string.match(entry, '^[^\31]*\31(.)')
end

-- Only counts the oldest results beyond the limit, then the oldest failures.
local function bound(summary)
  local list = keys.window(summary)
  local surplus = redis.call('LLEN', list) - HELD_LIMIT
  if surplus <= 0 then return end
  local kept, counts = redis.call('LRANGE', list, 0, -1), {}
  for _, mark in ipairs({ '=', '!' }) do
    local rest = {}
    for _, entry in ipairs(kept) do
      if surplus > 0 and mark_of(entry) == mark then
        counts[mark], surplus = (counts[mark] or 0) + 1, surplus - 1
      else
        rest[#rest + 1] = entry
      end
    end
    kept = rest
  end
  redis.call('DEL', list)
  for first = 1, #kept, SLICE do
    redis.call('RPUSH', list, unpack(kept, first, math.min(first + SLICE - 1, #kept)))
  end
  for mark, count in pairs(counts) do redis.call('HINCRBY', keys.window_more(summary), mark, count) end
end

-- Adds a list of entries, and what was only counted, to what waits; news are only counted.
local function move_to_summary(summary, list, more)
  local others = 0
  for _, entry in ipairs(redis.call('LRANGE', list, 0, -1)) do
    if mark_of(entry) == '.' then others = others + 1 else redis.call('RPUSH', keys.window(summary), entry) end
  end
  for _, count in ipairs(redis.call('HVALS', more)) do others = others + tonumber(count) end
  if others > 0 then redis.call('HINCRBY', keys.window_more(summary), '.', others) end
  redis.call('DEL', list, more)
end

-- A window that has closed, and a batch of which nothing is out yet, wait.
local function hold_window(chat, address, ms)
  local summary = summary_of(address)
  if address == summary then return summarize_later(chat, address, ms) end
  if redis.call('HGET', keys.out_sending(chat), address) == '0' then
    move_to_summary(summary, keys.sending(address), keys.sending_more(address))
    redis.call('HDEL', keys.out_sending(chat), address)
    redis.call('ZREM', keys.out_aside(chat), 'window/' .. address)
    redis.call('HDEL', keys.out_tries(chat), 'window/' .. address)
  end
  move_to_summary(summary, keys.window(address), keys.window_more(address))
  redis.call('ZREM', keys.out_windows(chat), address)
  bound(summary)
  summarize_later(chat, address, ms)
end

local function hold_windows(chat)
  local addresses = redis.call('ZRANGEBYSCORE', keys.out_windows(chat), '-inf', string.format('%.0f', steady()))
  for _, address in ipairs(redis.call('HKEYS', keys.out_sending(chat))) do
    local is_begun = redis.call('HGET', keys.out_sending(chat), address) ~= '0'
    if not is_begun and not is_summary(address) then addresses[#addresses + 1] = address end
  end
  for _, address in ipairs(addresses) do
    local ms = held_ms(address)
    if ms > 0 then hold_window(chat, address, ms) end
  end
end

-- Whether a card waits until its address is no longer left alone.
local function hold_card(chat, item)
  local address = string.match(item, '^card/([^/]*)/')
  local ms = address and held_ms(address) or 0
  if ms <= 0 then return false end
  redis.call('HSET', keys.out_changed(chat), item, string.format('%.0f', steady()))
  redis.call('ZADD', keys.out_later(chat), string.format('%.0f', steady() + ms), item)
  return true
end
