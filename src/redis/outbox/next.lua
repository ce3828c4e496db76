-- Takes the next thing to send to a chat that the pace allows, and counts the call for it; or ends the
-- visit when there is none.
-- Values: chat, fence, holdMs (for which the visit goes on holding), isActive (the chat is), limits (of the pace:
--   redis/pace/pace.ts), held (held/held.lua).
-- Reply: {'lost'}; {'idle', ms until something may be sent or '', 'urgent' or 'news'};
--   {'item', item, payload (of a bundle: as JSON) or '', message id or '', what is shown or '', failed tries, what the
--   copy of its request shows or ''};
--   {'window', address, parts sent, n, n x (group, count), entry, ...}.
-- Invariant: what is taken is kept (`taken`, `sending:<address>`) until it is recorded as done, so a
-- crash gives it back. What was put aside is left alone until its time, and nothing waits behind it.
-- Requires: visit.lua, ../pace/pace.lua, bundles/bundles.lua, held/held.lua, cards/cards.lua
local chat, fence, limits = values.chat, values.fence, values.limits
if not is_ours(chat, fence) then return { 'lost' } end
keep_visit(chat, fence, values.holdMs)

local queue, windows, sending = keys.out_queue(chat), keys.out_windows(chat), keys.out_sending(chat)

-- What an earlier visit took and did not finish goes back to its place.
local taken = redis.call('GET', keys.out_taken(chat))
if taken then
  local score, item = string.match(taken, '^(%S+) (.*)$')
  redis.call('ZADD', queue, 'NX', score, item)
  redis.call('DEL', keys.out_taken(chat))
end

local aside, tries = keys.out_aside(chat), keys.out_tries(chat)

local function tries_of(item)
  return string.match(redis.call('HGET', tries, item) or '0', '^%d+')
end

-- What was put aside and is due has its place in the queue again; a window has none of its own.
for _, item in ipairs(redis.call('ZRANGEBYSCORE', aside, '-inf', string.format('%.0f', steady()))) do
  redis.call('ZREM', aside, item)
  local score = string.match(redis.call('HGET', tries, item) or '', '^%d+ (%S+)$')
  if score then redis.call('ZADD', queue, 'NX', score, item) end
end

move_still_cards(chat)

-- What waited for its time.
local later = keys.out_later(chat)
for _, item in ipairs(redis.call('ZRANGEBYSCORE', later, '-inf', string.format('%.0f', steady()))) do
  if not hold_card(chat, item) then
    redis.call('ZREM', later, item)
    enqueue(chat, item, CLASS.live)
  end
end

hold_windows(chat)

-- Requests that waited for others.
local gathered = keys.out_gathered(chat)
for _, item in ipairs(redis.call('ZRANGEBYSCORE', gathered, '-inf', string.format('%.0f', steady()))) do
  redis.call('ZREM', gathered, item)
  enqueue(chat, item, CLASS.approval)
end

local function is_aside(address)
  return redis.call('ZSCORE', aside, 'window/' .. address) ~= false
end

-- An active chat gets the copies that changed, or were asked, while it could not be reached.
local owed = keys.out_owed(chat)
if values.isActive and redis.call('EXISTS', owed) == 1 then
  for _, item in ipairs(redis.call('SMEMBERS', owed)) do
    local kind, id = string.match(item, '^(%a+)/[^/]*/(.*)$')
    local is_there = kind == 'stray' or redis.call('HEXISTS', keys.out_messages(chat), item) == 1
    -- A chat that never showed a request does not get its outcome.
    if is_there or (kind ~= 'card' and kind ~= 'list' and redis.call('HEXISTS', keys.approval(id), 'outcome') == 0) then
      enqueue(chat, item, CLASS[kind] or CLASS.approval)
    end
  end
  redis.call('DEL', owed)
end

-- Moves what was gathered into the batch that is being sent; a batch of which a part is out already
-- stays as it is. Of alerts, what one message holds (message/render/render-alert.ts).
local ALERTS_AT_ONCE = 60
local function take_window(address)
  local window, batch = keys.window(address), keys.sending(address)
  local window_more, batch_more = keys.window_more(address), keys.sending_more(address)
  local parts = redis.call('HGET', sending, address)
  if parts == false or parts == '0' then
    local at_once = is_alerts(address) and ALERTS_AT_ONCE - redis.call('LLEN', batch) or redis.call('LLEN', window)
    for _, entry in ipairs(at_once > 0 and redis.call('LRANGE', window, 0, at_once - 1) or {}) do
      if redis.call('RPUSH', batch, entry) > WINDOW_LIMIT then
        local oldest = redis.call('LPOP', batch)
        redis.call('HINCRBY', batch_more, string.match(oldest, '\31.\31(.*)$'), 1)
      end
    end
    local more = redis.call('HGETALL', window_more)
    for i = 1, #more, 2 do redis.call('HINCRBY', batch_more, more[i], more[i + 1]) end
    redis.call('LTRIM', window, math.max(0, at_once), -1)
    redis.call('DEL', window_more)
    if redis.call('EXISTS', window) == 0 then redis.call('ZREM', windows, address) end
    redis.call('HSET', sending, address, '0')
    parts = '0'
  end
  local reply = { 'window', address, parts }
  local more = redis.call('HGETALL', batch_more)
  reply[#reply + 1] = tostring(#more / 2)
  for _, value in ipairs(more) do reply[#reply + 1] = value end
  for _, entry in ipairs(redis.call('LRANGE', batch, 0, -1)) do reply[#reply + 1] = entry end
  return reply
end

-- Of what asks somebody.
local function asking_address(item)
  local kind, address = string.match(item, '^(%a+)/([^/]*)/')
  return (kind == 'approval' or kind == 'reminder' or kind == 'bundle') and address or nil
end

local function take_item(item, score)
  redis.call('ZREM', queue, item)
  redis.call('ZREM', aside, item)
  turn_served(chat, tonumber(score))
  redis.call('SET', keys.out_taken(chat), score .. ' ' .. item)
  local is_bundle = string.match(item, '^bundle/') ~= nil
  local payload = is_bundle and bundle_payload(chat, item) or redis.call('HGET', keys.out_payload(chat), item) or ''
  -- A reminder answers the message that it reminds of.
  local shown = string.gsub(item, '^reminder/([^/]*)/[^/]*/', 'approval/%1/')
  local message = redis.call('HGET', keys.out_messages(chat), shown) or ''
  local address, position = string.match(item, '^alert/([^/]*)/(.*)$')
  if position then message = redis.call('HGET', keys.alert_copies(position), address) or '' end
  -- Whoever was left alone when it came is told in the summary that it still waits.
  local asked = asking_address(item)
  if asked and held_ms(asked) > 0 and (message == '' or shown ~= item) then
    summarize_later(chat, asked, held_ms(asked))
  end
  local how = redis.call('HGET', keys.out_shown(chat), shown) or ''
  local copy = string.gsub(shown, '^stray/([^/]*)/[^/]*/', 'approval/%1/')
  local of_copy = copy == shown and how or redis.call('HGET', keys.out_shown(chat), copy) or ''
  return { 'item', item, payload, message, how, tries_of(item), of_copy }
end

-- The first that is not put aside: of alerts, or else any.
local function first_of(addresses)
  local first
  for _, address in ipairs(addresses) do
    if not is_aside(address) then
      if is_alerts(address) then return address end
      first = first or address
    end
  end
  return first
end

-- Alerts before news, and what was begun before what was not.
local function first_batch(closed)
  local begun, waiting = first_of(redis.call('HKEYS', sending)), first_of(closed)
  if waiting and is_alerts(waiting) and not (begun and is_alerts(begun)) then return waiting end
  return begun or waiting
end

-- Windows that have closed, those that closed first first; and when the next one does.
local function closed_windows()
  local closed = redis.call('ZRANGEBYSCORE', windows, '-inf', string.format('%.0f', steady()))
  for _, address in ipairs(redis.call('ZRANGEBYSCORE', windows, string.format('(%.0f', steady()), '+inf')) do
    if not is_aside(address) then return closed, tonumber(redis.call('ZSCORE', windows, address)) end
  end
  return closed
end

-- When the first of a set is due: of what waits for its time, or was put aside.
local function first_time(set)
  local first = redis.call('ZRANGE', set, 0, 0, 'WITHSCORES')
  return first[2] and tonumber(first[2])
end

-- Alerts that fill a message gain nothing by waiting for more.
local function class_of_alerts(address)
  local waiting = redis.call('LLEN', keys.window(address)) + redis.call('LLEN', keys.sending(address))
  return waiting >= ALERTS_AT_ONCE and 'full' or 'alerts'
end

-- What is ready and goes first: its class for the pace, and what takes it. Requests and answers, then
-- what was gathered, then changes of live messages.
local function first_ready()
  local head = redis.call('ZRANGE', queue, 0, 0, 'WITHSCORES')
  -- Former versions queued windows, too; they are found without that.
  while head[1] and string.match(head[1], '^window/') do
    redis.call('ZREM', queue, head[1])
    head = redis.call('ZRANGE', queue, 0, 0, 'WITHSCORES')
  end
  local item, score = head[1], head[2]
  local function take() return take_item(begin_bundle(chat, item, score) or item, score) end
  if item and tonumber(score) < CLASS.live * 1e13 then return 'urgent', take end
  local closed, closes = closed_windows()
  local address = first_batch(closed)
  local function take_batch() return take_window(address) end
  if address then return is_alerts(address) and class_of_alerts(address) or 'news', take_batch end
  if item then return 'live', take, closes end
  return nil, nil, closes
end

local class, take, closes = first_ready()
local wait
if class then
  wait = ask_pace(chat, class, limits)
  if wait == 0 then return take() end
end

end_visit(chat)
-- Where news wait for the pace, so do windows that close meanwhile; what was put aside may be urgent.
local again, asks = first_time(aside), first_time(gathered)
if not class and not again then forget_turns(chat) end
local times = { wait and steady() + wait }
if class ~= 'urgent' then
  if closes then times[#times + 1] = closes end
  if again then times[#times + 1] = again end
  if asks then times[#times + 1] = asks end
  local at = first_time(later)
  if at then times[#times + 1] = at end
  local muted = redis.call('ZRANGEBYSCORE', keys.out_still(chat), '-inf', '(+inf', 'WITHSCORES', 'LIMIT', 0, 1)
  if muted[2] then times[#times + 1] = tonumber(muted[2]) end
end
table.sort(times)
local time = times[1]
if not time then
  redis.call('ZREM', keys.due, chat)
  return { 'idle', '', 'news' }
end
redis.call('ZADD', keys.due, string.format('%.0f', time), chat)
local is_urgent = class == 'urgent' or time == asks
return { 'idle', string.format('%.0f', math.max(0, time - steady())), is_urgent and 'urgent' or 'news' }
