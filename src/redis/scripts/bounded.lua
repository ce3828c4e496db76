-- Shared part: reads entries of a stream until they weigh enough, whatever each of them weighs.

-- Small entries are read many at a time; a step never reads more than this many, since the next one may be
-- far heavier than those before it.
local MAX_STEP = 32

local function weight_of(entry)
  local bytes = 0
  for _, text in ipairs(entry[2]) do bytes = bytes + #text end
  return bytes
end

-- `budget`: {entries = how many at most, bytes = how much is left}; both go down by what is returned. The
-- first entry is returned however heavy it is if `budget.first`. Returns the entries and whether there are
-- more.
local function read_bounded(command, stream, from, to, budget)
  local found, step = {}, 1
  while true do
    if budget.entries <= 0 or (budget.bytes <= 0 and not (budget.first and #found == 0)) then
      local more = redis.call(command, stream, from, to, 'COUNT', 1)
      return found, #more > 0
    end
    local count = math.min(step, budget.entries)
    local entries = redis.call(command, stream, from, to, 'COUNT', count)
    for _, entry in ipairs(entries) do
      local bytes = weight_of(entry)
      if bytes > budget.bytes and not (budget.first and #found == 0) then return found, true end
      found[#found + 1] = entry
      budget.entries, budget.bytes = budget.entries - 1, budget.bytes - bytes
      from = '(' .. entry[1]
    end
    if #entries < count then return found, false end
    step = math.min(step * 2, MAX_STEP)
  end
end
