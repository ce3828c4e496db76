-- Shared part: the pace that Telegram allows, shared by all replicas. All times are of the
-- steady clock; what expires, expires only to be tidied away. `limits`: redis/pace/pace.ts.
--   pace:granted      sorted set: number of a call -> when it was granted, of the last second
--   pace:all          hash: `pause` of the bot, since when (`paused`) and when next a call tries it (`probe`);
--                     `slow`, by how much slower than they may news go since then (`paused`);
--                     of each line (urgent, news): `<line>_tail`, its next free slot, `<line>_pushed`, by
--                     how many ms its slots have been put off, `<line>_late_tail`, for who missed theirs;
--                     `urgent_at`, when an urgent call was asked for last; `kept_until`, until when news keep to
--                     their own share, since Telegram refused more
--   pace:chat:<chat>  hash: `pause` (429), `rest` (of its news), `full` and `news`: when the budget of all calls
--                     (private chats) and of news (groups) is full again; `last`, the newest call;
--                     `urgent_slot`, `news_slot`: the slots it holds, `…_pushed`, as the line was then
--   pace:floods       sorted set: chat -> when it got a 429; pace:own, set: chats whose 429s say nothing of the bot
--   pace:log:<chat>   list: when the last calls to a group were granted, the newest first
-- A call that the chat's own budget allows, but that of all chats does not, gets a slot in a line, in
-- order of arrival, and the chat is visited then: however many wait, each asks about twice. Urgent calls
-- and those that missed their slot put the line of news off, so nobody of it comes for nothing.
-- Invariant: at most `calls` to a group in any `windowMs`, `newsCalls` of them before news wait; at most
-- `perSecond` calls to all chats in any second; after an urgent one, or so that it would have to wait,
-- `newsPerSecond` of them before news wait; no news while something urgent waits for a slot.
-- A second, and what two calls may differ in their way to Telegram.
-- Requires: ../scripts/base.lua
local SECOND_MS = 1050
-- When a call finds out whether the bot has to pause: soon, then again and again.
local FIRST_PROBE_MS = 1000
local PROBE_MS = 5000
-- For how long chats that paused the bot for nothing speak for themselves alone.
local OWN_MS = 600000
-- How far news may run ahead of an even pace, while nobody waits for longer.
local NEWS_AHEAD_MS = 200
-- After an urgent call news keep their share free for so long; without one, it is free again within the other.
local CALM_MS = 10000
local GIVEN_BACK_MS = 120
-- Whoever comes to its slot and finds it taken for so long waits for the next one there: a place in the line is lost.
local IN_PLACE_MS = 100
local SLOW_MS = 60000
local MAX_SLOWNESS = 4
local IDLE_MS = 7200000

local function read_fields(name)
  local fields, flat = {}, redis.call('HGETALL', name)
  for at = 1, #flat, 2 do fields[flat[at]] = tonumber(flat[at + 1]) or flat[at + 1] end
  return fields
end

local function pace_write(name, ...)
  local fields = { ... }
  for at = 2, #fields, 2 do
    if type(fields[at]) == 'number' then fields[at] = string.format('%.3f', fields[at]) end
  end
  redis.call('HSET', name, unpack(fields))
  redis.call('PEXPIRE', name, IDLE_MS)
end

local function pace_of(chat)
  local is_group = string.sub(chat, 1, 1) == '-'
  return { chat = chat, is_group = is_group, name = keys.pace_chat(chat), log = keys.pace_log(chat) }
end

-- ms until a budget that fills up by one call each interval has one more than its burst left over.
local function gcra_wait(full, interval, burst)
  return math.max(steady(), full or 0) - steady() - (burst - 1) * interval
end

-- ms until fewer than so many calls to a group lie within the window.
local function log_wait(log, calls, window)
  local at = tonumber(redis.call('LINDEX', log, calls - 1) or '')
  return at and at + window - steady() or 0
end

-- ms to wait because of the chat alone.
local function chat_wait(pace, class, limits)
  local state = pace.state
  local paused = math.max(state.pause or 0, class == 'urgent' and 0 or state.rest or 0) - steady()
  if paused > 0 then return paused end
  if not pace.is_group then
    return gcra_wait(state.full, limits.private.intervalMs, limits.private.burst[class])
  end
  local group = limits.group
  local wait = log_wait(pace.log, group.calls, group.windowMs)
  if class == 'urgent' then return wait end
  return math.max(wait, log_wait(pace.log, group.newsCalls, group.windowMs),
    gcra_wait(state.news, group.newsIntervalMs, group.burst[class]))
end

-- ms to wait because of the bot alone. While it is paused, a call now and then finds out whether it has to be.
local function bot_wait(all)
  local pause = all.pause or 0
  if pause <= steady() or (all.probe or 0) <= steady() then return 0 end
  -- Whoever waits comes back to find out, too: somebody else may have ended the pause.
  return math.min(pause, all.probe) - steady()
end

-- Puts off all slots of a line that were given out, and its next one.
local function push(all, line, interval)
  all[line .. '_tail'] = math.max(all[line .. '_tail'] or 0, steady()) + interval
  all[line .. '_pushed'] = (all[line .. '_pushed'] or 0) + interval
end

local function take_slot(all, line, interval, from)
  local slot = math.max(all[line .. '_tail'] or 0, from)
  all[line .. '_tail'] = slot + interval
  return slot
end

-- When fewer than so many calls lie within the last second.
local function free_at(limit, count)
  if count < limit then return steady() end
  local nth = redis.call('ZRANGE', keys.pace_granted, count - limit, count - limit, 'WITHSCORES')
  return tonumber(nth[2]) + SECOND_MS + 1
end

-- Nobody publishes the bot's limits, and calls bunch up on their way. Since a pause of the bot news go
-- slower, so that requests need not wait for the next one; in a minute they are as fast as before.
local function slowness(all)
  local left = 1 - (steady() - (all.paused or 0)) / SLOW_MS
  return left > 0 and 1 + ((all.slow or 1) - 1) * left or 1
end

-- News leave a tenth to what is urgent. Where nothing urgent came for a while they use it too, but only so that it is
-- free again in a moment: an urgent call waits for that at most.
local function is_calm(all)
  return slowness(all) == 1 and steady() > (all.kept_until or 0) and steady() - (all.urgent_at or 0) > CALM_MS
end

local function news_limits(all, limits)
  local news = limits.newsPerSecond / slowness(all)
  return news, is_calm(all) and limits.perSecond or news
end

-- When news may go out: after `news` calls of the last second only while those that an urgent call would wait for are
-- about to be a second old.
local function news_free_at(news, most, count)
  if count < news then return steady() end
  if count >= most then return free_at(most, count) end
  local nth = redis.call('ZRANGE', keys.pace_granted, count - news, count - news, 'WITHSCORES')
  return math.max(steady(), tonumber(nth[2]) + SECOND_MS + 1 - GIVEN_BACK_MS)
end

-- ms to wait because of all chats together; the slot that this chat gets is noted.
local function global_wait(pace, all, class, limits)
  redis.call('ZREMRANGEBYSCORE', keys.pace_granted, '-inf', string.format('%.0f', steady() - SECOND_MS))
  local count = redis.call('ZCARD', keys.pace_granted)
  local line = class == 'urgent' and 'urgent' or 'news'
  local news_limit, most_news = news_limits(all, limits)
  local most = line == 'urgent' and limits.perSecond or most_news
  local interval = (SECOND_MS + 2) / most
  local function whole(limit) return math.max(1, math.floor(limit)) end
  local slot = pace.state[line .. '_slot']
  if slot and pace.state[line .. '_pushed'] ~= 'late' then
    slot = slot + (all[line .. '_pushed'] or 0) - (pace.state[line .. '_pushed'] or 0)
  end
  if slot and slot > steady() then return slot - steady() end

  local free
  if line == 'urgent' then
    free = free_at(most, count)
    all.urgent_at = steady()
  else
    free = math.max(news_free_at(whole(news_limit), whole(most), count), all.urgent_tail or 0)
  end
  local is_turn = slot or (all[line .. '_tail'] or 0) - (line == 'news' and NEWS_AHEAD_MS or 0) <= steady()
  if is_turn and free <= steady() then
    if line == 'urgent' then push(all, 'news', (SECOND_MS + 2) / most_news)
    elseif not slot then take_slot(all, 'news', interval, steady()) end
    return 0
  end
  -- Nobody urgent can take that one, too.
  local in_place = most_news > news_limit and IN_PLACE_MS or interval
  if slot and free - steady() <= in_place then return math.max(1, free - steady()) end
  -- Whoever had a slot and can't use it goes before the others of the line.
  local from, how = line, all[line .. '_pushed'] or 0
  if slot then
    from, how = line .. '_late', 'late'
    push(all, line, interval)
  end
  slot = take_slot(all, from, interval, free)
  pace_write(pace.name, line .. '_slot', slot, line .. '_pushed', how)
  return slot - steady()
end

local function write_all(all)
  local flat = {}
  for field, value in pairs(all) do
    flat[#flat + 1] = field
    flat[#flat + 1] = value
  end
  if #flat > 0 then pace_write(keys.pace_all, unpack(flat)) end
end

local function count_call(pace, class, limits)
  local call = redis.call('INCR', keys.pace_turn)
  redis.call('ZADD', keys.pace_granted, string.format('%.0f', steady()), call)
  redis.call('PEXPIRE', keys.pace_granted, IDLE_MS)
  local line = class == 'urgent' and 'urgent' or 'news'
  redis.call('HDEL', pace.name, line .. '_slot', line .. '_pushed')
  local last = string.format('%d %.0f %s', call, steady(), line)
  if not pace.is_group then
    local full = math.max(steady(), pace.state.full or 0) + limits.private.intervalMs
    return pace_write(pace.name, 'full', full, 'last', last)
  end
  redis.call('LPUSH', pace.log, string.format('%.0f', steady()))
  redis.call('LTRIM', pace.log, 0, limits.group.calls - 1)
  redis.call('PEXPIRE', pace.log, IDLE_MS)
  if line == 'urgent' then return pace_write(pace.name, 'last', last) end
  -- However many full messages of alerts went out, what is left of them need not wait for all of these.
  local interval = limits.group.newsIntervalMs
  local most = steady() + (limits.group.burst.alerts - 1) * interval
  local news = math.min(math.max(steady(), pace.state.news or 0), most) + interval
  pace_write(pace.name, 'news', news, 'last', last)
end

-- Asks for one call: 0 (granted, and counted), or the ms to wait.
local function ask_pace(chat, class, limits)
  local pace = pace_of(chat)
  pace.state = read_fields(pace.name)
  local all = read_fields(keys.pace_all)
  local wait = math.max(bot_wait(all), chat_wait(pace, class, limits))
  if wait <= 0 then
    wait = global_wait(pace, all, class, limits)
    if wait <= 0 and (all.pause or 0) > steady() then all.probe = steady() + PROBE_MS end
    write_all(all)
  end
  if wait > 0 then return math.max(1, math.ceil(wait)) end
  count_call(pace, class, limits)
  return 0
end

-- The last call to a chat was not made: there was nothing to say.
local function give_back(chat, limits)
  local pace = pace_of(chat)
  local state = read_fields(pace.name)
  local call, line = string.match(state.last or '', '^(%d+) %d+ (%a+)$')
  if not call or redis.call('ZREM', keys.pace_granted, call) == 0 then return end
  redis.call('HDEL', pace.name, 'last')
  if not pace.is_group then
    return pace_write(pace.name, 'full', (state.full or 0) - limits.private.intervalMs)
  end
  redis.call('LPOP', pace.log)
  if line == 'news' then pace_write(pace.name, 'news', (state.news or 0) - limits.group.newsIntervalMs) end
end

local function rest_chat(chat, ms)
  pace_write(keys.pace_chat(chat), 'rest', steady() + ms)
end

-- The 429s were for those chats alone, since another one got something meanwhile.
local function disown_floods()
  local floods, own = keys.pace_floods, keys.pace_own
  for _, chat in ipairs(redis.call('ZRANGE', floods, 0, -1)) do redis.call('SADD', own, chat) end
  redis.call('PEXPIRE', own, OWN_MS)
  redis.call('DEL', floods)
end

-- A call went through: the chat is not flooded, nor is the bot when the call began after its pause.
local function went_through(chat)
  local name, paused = keys.pace_chat(chat), redis.call('HMGET', keys.pace_all, 'pause', 'paused')
  redis.call('HDEL', name, 'pause', 'rest')
  redis.call('SREM', keys.pace_own, chat)
  if not paused[1] then return end
  local at = tonumber(string.match(redis.call('HGET', name, 'last') or '', '^%d+ (%d+) '))
  if not at or at <= tonumber(paused[2] or 0) then return end
  if at < tonumber(paused[1]) then disown_floods() end
  redis.call('HDEL', keys.pace_all, 'pause', 'probe')
end
