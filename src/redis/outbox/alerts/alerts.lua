-- Shared part: failures that have a message of their own in each chat, which changes when somebody has seen it, and
-- when what failed succeeds later. Item: alert/<address>/<position of the event>.
--   alert:<position>          hash: `seen` (JSON: by whom, when), `fixed` (an instant)
--   alert:<position>:copies   hash: address -> message
-- Both are kept for a week.
-- Requires: ../cards/cards.lua
local ALERT_KEPT_MS = 604800000

local function keep_copy(position, address, message)
  redis.call('HSET', keys.alert_copies(position), address, message)
  redis.call('PEXPIRE', keys.alert_copies(position), ALERT_KEPT_MS)
end

-- Notes what became of it, once, and has all its copies say so. Returns whether it was news.
local function note_alert(position, field, value)
  local alert = keys.alert(position)
  if redis.call('HSETNX', alert, field, value) == 0 then return false end
  redis.call('PEXPIRE', alert, ALERT_KEPT_MS)
  for _, address in ipairs(redis.call('HKEYS', keys.alert_copies(position))) do
    enqueue(chat_of(address), 'alert/' .. address .. '/' .. position, CLASS.alert)
  end
  return true
end
