-- Looks at live cards whose jobs have said nothing for a while.
-- Values: limit (cards). Reply: chat and delay of each chat to wake.
-- Invariant: a card that is due is shown anew, looked at later or forgotten; it is not due again at once.
-- Requires: cards.lua
local DAY_MS = 86400000

local function is_waiting(job)
  local ok, read = pcall(cjson.decode, job)
  return ok and type(read) == 'table' and read.status == 'waiting'
end

local function look_again(item, ms)
  redis.call('ZADD', keys.card_checks, string.format('%.0f', steady() + ms), item)
end

local function check(item)
  local address, job = string.match(item, '^card/([^/]*)/(.*)$')
  if not job then return redis.call('ZREM', keys.card_checks, item) end
  local chat, text = chat_of(address), redis.call('HGET', keys.jobs, job)
  if not text then return end_card(chat, address, job) end
  local quiet_ms = now - tonumber(redis.call('ZSCORE', keys.jobs_by_change, job) or 0)
  if quiet_ms < SILENT_MS then return look_again(item, math.min(SILENT_MS, SILENT_MS - quiet_ms)) end
  local is_shown = redis.call('HEXISTS', keys.out_messages(chat), item) == 1
  -- It waits for people, and says so.
  if is_shown and not is_waiting(text) then change_card(chat, item, steady()) end
  look_again(item, DAY_MS)
end

local before = string.format('%.0f', steady())
for _, item in ipairs(redis.call('ZRANGEBYSCORE', keys.card_checks, '-inf', before, 'LIMIT', 0, values.limit)) do
  check(item)
end
return wakes()
