-- Shared part: failures that have a message of their own in each chat, which changes when somebody has seen it, when
-- what failed succeeds later, and when more of the matter fails. Item: alert/<address>/<position of the event>.
--   alert:<position>          hash: `seen` (JSON: by whom, when), `fixed` (an instant). Of failures of one matter:
--                             `parts` (positions of what its message reports too), `part_of` (the position of the one
--                             whose message reports it), `followed_by` (the window entry of the one that came later)
--   alert:<position>:copies   hash: address -> message
--   alert:recent:<name>       position of a failure that another one of the same matter may follow soon
-- The first two are kept for a week.
-- Requires: ../cards/cards.lua
local ALERT_KEPT_MS = 604800000
-- So soon after it another failure is of the same matter.
local RELATED_MS = 60000
-- Of those that came after the end of a job.
local MAX_PARTS = 5

local function set_alert(position, field, value)
  redis.call('HSET', keys.alert(position), field, value)
  redis.call('PEXPIRE', keys.alert(position), ALERT_KEPT_MS)
end

local function keep_copy(position, address, message)
  redis.call('HSET', keys.alert_copies(position), address, message)
  redis.call('PEXPIRE', keys.alert_copies(position), ALERT_KEPT_MS)
end

local function change_alert(position, address)
  enqueue(chat_of(address), 'alert/' .. address .. '/' .. position, CLASS.alert)
end

-- The newest failure that one of these names leads to.
local function recent_alert(names)
  for _, name in ipairs(names) do
    local position = redis.call('GET', keys.recent_alert(name))
    if position then return position end
  end
end

-- From now on the message of one failure reports another one, too.
local function join_alerts(lead, part)
  local known = redis.call('HMGET', keys.alert(lead), 'parts', 'seen')
  local _, count = string.gsub(known[1] or '', '%S+', '')
  if count < MAX_PARTS then set_alert(lead, 'parts', known[1] and known[1] .. ' ' .. part or part) end
  set_alert(part, 'part_of', lead)
  local seen = redis.call('HGET', keys.alert(part), 'seen')
  if seen and not known[2] then set_alert(lead, 'seen', seen) end
end

-- The message of the earlier failure becomes that of both. Returns false where there is none.
local function extend_alert(address, earlier, lead)
  local message = redis.call('HGET', keys.alert_copies(earlier), address)
  if not message then return false end
  redis.call('HDEL', keys.alert_copies(earlier), address)
  keep_copy(lead, address, message)
  change_alert(lead, address)
  return true
end

-- A failure for these addresses: at once; where a message reports one of the same matter, that one reports both.
-- `related`: its names (replaces, joins, known_as: routing/related-failures.ts). `gather_at` runs at each other one.
local function gather_failure(position, entry, addresses, related, gather_at)
  local part, lead = recent_alert(related.replaces), recent_alert(related.joins)
  local earlier = part or lead
  if part then join_alerts(position, part) elseif lead then join_alerts(lead, position) end
  if earlier then set_alert(earlier, 'followed_by', entry) end
  for _, name in ipairs(related.replaces) do redis.call('DEL', keys.recent_alert(name)) end
  if not lead then
    for _, name in ipairs(related.known_as) do
      redis.call('SET', keys.recent_alert(name), position, 'PX', RELATED_MS)
    end
  end
  for _, address in ipairs(addresses) do
    if not (earlier and extend_alert(address, earlier, lead or position)) then gather_at(address) end
  end
end

-- A message that reports a failure was sent. What followed meanwhile and still waits there, that message reports, too.
local function alert_sent(position, address, message)
  local entry, window = redis.call('HGET', keys.alert(position), 'followed_by'), keys.window(address .. '!')
  if not entry or redis.call('LREM', window, -1, entry) == 0 then return keep_copy(position, address, message) end
  if redis.call('EXISTS', window) == 0 then redis.call('ZREM', keys.out_windows(chat_of(address)), address .. '!') end
  local later = string.match(entry, '^[^\31]*')
  local lead = redis.call('HGET', keys.alert(position), 'part_of') == later and later or position
  keep_copy(lead, address, message)
  change_alert(lead, address)
end

-- Notes what became of it, once, and has all its copies say so. Returns whether it was news.
local function note_alert(position, field, value)
  local alert = keys.alert(position)
  if redis.call('HSETNX', alert, field, value) == 0 then return false end
  redis.call('PEXPIRE', alert, ALERT_KEPT_MS)
  for _, address in ipairs(redis.call('HKEYS', keys.alert_copies(position))) do
    change_alert(position, address)
  end
  return true
end
