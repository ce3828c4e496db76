-- Shared part: live cards of jobs, each one message that changes in place. Item: card/<address>/<job>.
--   out:<chat>:later    sorted set: card -> when it may change next, by the steady clock (outbox.lua)
--   out:<chat>:still    sorted set: card of a muted job -> when the mute ends by itself, by the steady clock
--   cards:of:<job>      set of the addresses that have one, or are about to
--   cards:checks        sorted set: card -> when somebody looks whether its job still gives signs of life
-- Requires: ../outbox.lua
-- Cards of one chat that wait for their time: while there are so many, further jobs come in its digests.
local MAX_BEGUN = 20
-- After which a card whose job says nothing is looked at.
local SILENT_MS = 3600000

local function card_name(address, job)
  return 'card/' .. address .. '/' .. job
end

local function is_taken(chat, item)
  return string.match(redis.call('GET', keys.out_taken(chat)) or '', '^%S+ (.*)$') == item
end

-- The card shows the newest state of its job when it is sent.
local function change_card(chat, item, earliest)
  redis.call('ZADD', keys.card_checks, string.format('%.0f', steady() + SILENT_MS), item)
  change_later(chat, item, earliest)
end

-- The card of a muted job stays as it is, or is not begun, until then.
local function keep_still(chat, item, ms)
  local at = ms == '+inf' and ms or string.format('%.0f', steady() + tonumber(ms))
  -- A mute that ended meanwhile, or ends sooner, counts.
  redis.call('ZADD', keys.out_still(chat), 'LT', at, item)
  if at ~= '+inf' then mark_due(chat, tonumber(ms)) end
end

-- Cards of jobs that are not muted any more show their newest state.
local function move_still_cards(chat)
  local still = keys.out_still(chat)
  for _, item in ipairs(redis.call('ZRANGEBYSCORE', still, '-inf', string.format('%.0f', steady()))) do
    redis.call('ZREM', still, item)
    change_card(chat, item, steady())
  end
end

-- Shows a job on its card at an address, which is begun once the window has passed. Returns false where too many
-- cards wait.
local function show_card(job, address, window_ms)
  local chat, item = chat_of(address), card_name(address, job)
  if redis.call('HEXISTS', keys.out_messages(chat), item) == 1 then
    change_card(chat, item, steady())
    return true
  end
  local is_new = redis.call('SADD', keys.cards_of(job), address) == 1
  if is_new and redis.call('ZCARD', keys.out_later(chat)) >= MAX_BEGUN then
    redis.call('SREM', keys.cards_of(job), address)
    return false
  end
  change_card(chat, item, steady() + window_ms)
  return true
end

-- The same where the job is muted: in the end its card shows what came meanwhile.
local function show_card_unmuted(job, address, window_ms)
  if redis.call('ZSCORE', keys.out_still(chat_of(address)), card_name(address, job)) then return end
  show_card(job, address, window_ms)
end

-- Has all cards of a job show its newest state; one that was not sent yet still waits.
local function change_cards(job)
  for _, address in ipairs(redis.call('SMEMBERS', keys.cards_of(job))) do
    local chat, item = chat_of(address), card_name(address, job)
    local is_there = redis.call('HEXISTS', keys.out_messages(chat), item) == 1
    if is_there or is_taken(chat, item) or redis.call('ZSCORE', keys.out_still(chat), item) then
      change_card(chat, item, steady())
    end
  end
end

-- The job gave a sign of life that changes nothing on its cards.
local function look_later(job)
  for _, address in ipairs(redis.call('SMEMBERS', keys.cards_of(job))) do
    local at = string.format('%.0f', steady() + SILENT_MS)
    redis.call('ZADD', keys.card_checks, 'XX', 'GT', at, card_name(address, job))
  end
end

-- A card is no longer kept up to date.
local function end_card(chat, address, job)
  local item = card_name(address, job)
  redis.call('HDEL', keys.out_messages(chat), item)
  redis.call('HDEL', keys.out_changed(chat), item)
  redis.call('ZREM', keys.out_later(chat), item)
  redis.call('ZREM', keys.out_still(chat), item)
  redis.call('ZREM', keys.card_checks, item)
  redis.call('SREM', keys.cards_of(job), address)
end

-- A job is found under another key from now on, and so are its cards.
local function move_cards(from, to)
  for _, address in ipairs(redis.call('SMEMBERS', keys.cards_of(from))) do
    local chat, old, new = chat_of(address), card_name(address, from), card_name(address, to)
    local message = redis.call('HGET', keys.out_messages(chat), old)
    local waits = redis.call('ZSCORE', keys.out_later(chat), old) or redis.call('ZSCORE', keys.out_queue(chat), old)
      or redis.call('ZSCORE', keys.out_still(chat), old)
    redis.call('ZREM', keys.out_queue(chat), old)
    redis.call('ZREM', keys.out_aside(chat), old)
    end_card(chat, address, from)
    redis.call('SADD', keys.cards_of(to), address)
    if message then redis.call('HSET', keys.out_messages(chat), new, message) end
    if message or waits then change_card(chat, new, steady()) end
  end
end
