-- Shared beginning of the scripts that work on several keys. KEYS[1] names the slot (any key of
-- ours), ARGV[1] is KEY_PREFIX; every other key is made from it, so all of them share that slot.
-- Time is the server's, so that replicas with different clocks agree.
local prefix = ARGV[1]

local function key(...)
  return prefix .. ':' .. table.concat({...}, ':')
end

local function now_ms()
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

local now = now_ms()
