-- Finds positions that are in every group of indexes: in at least one index of each group. Walks all
-- groups at once and leaps over what another one lacks, so it costs about what the smallest holds.
-- Values: order ('asc' or 'desc'), low, high (positions, both inclusive), limit (how many to find), budget (how many
--   index entries to read at most), groups: of each its indexes, and of each of them its kind ('stream', or 'set'
--   for a sorted set of padded positions) and key.
-- Reply: {resume, position, position, ...}; `resume` is where a next call goes on (inclusive), or ''
--   when there is nothing more.
local forward = values.order == 'asc'
local CHUNK = 64
local budget = values.budget

-- A position that compares: {ms, sequence, text}.
local function place(text)
  local ms, sequence = string.match(text, '^(%d+)-(%d+)$')
  return { tonumber(ms), tonumber(sequence), text }
end

local function before(a, b)
  if a[1] ~= b[1] then return (a[1] < b[1]) == forward end
  if a[2] ~= b[2] then return (a[2] < b[2]) == forward end
  return false
end

local function padded(p)
  return string.format('%d-%08d', p[1], p[2])
end

local low, high = place(values.low), place(values.high)
local first, last = forward and low or high, forward and high or low

local function read_stream(name, from)
  local found = {}
  local entries = forward
    and redis.call('XRANGE', name, from[3], last[3], 'COUNT', CHUNK)
    or redis.call('XREVRANGE', name, from[3], last[3], 'COUNT', CHUNK)
  for _, entry in ipairs(entries) do found[#found + 1] = place(entry[1]) end
  return found
end

local function read_set(name, from)
  local found = {}
  local command = forward and 'ZRANGEBYLEX' or 'ZREVRANGEBYLEX'
  for _, member in ipairs(redis.call(command, name, '[' .. padded(from), '[' .. padded(last), 'LIMIT', 0, CHUNK)) do
    local ms, sequence = string.match(member, '^(%d+)-0*(%d+)$')
    found[#found + 1] = place(ms .. '-' .. sequence)
  end
  return found
end

local function open_index(kind, full)
  local read = kind == 'stream' and read_stream or read_set
  local buffer, at, done = {}, 1, false
  return {
    -- The first position that is not before `from`.
    seek = function(from)
      while true do
        while at <= #buffer and before(buffer[at], from) do at = at + 1 end
        if at <= #buffer then return buffer[at] end
        if done then return nil end
        buffer, at = read(full, from), 1
        budget = budget - #buffer - 1
        done = #buffer < CHUNK
      end
    end,
  }
end

local groups = {}
for _, indexes in ipairs(values.groups) do
  local group = {}
  for _, index in ipairs(indexes) do group[#group + 1] = open_index(index[1], index[2]) end
  groups[#groups + 1] = group
end

local function seek(group, from)
  local nearest
  for _, index in ipairs(group) do
    local found = index.seek(from)
    if found and (not nearest or before(found, nearest)) then nearest = found end
  end
  return nearest
end

local function next_place(p)
  if forward then return place(string.format('%d-%d', p[1], p[2] + 1)) end
  if p[2] > 0 then return place(string.format('%d-%d', p[1], p[2] - 1)) end
  return place(string.format('%d-%d', p[1] - 1, 4294967295))
end

-- The first position from `from` on that every group has.
local function agree(from)
  local target = from
  repeat
    local moved = false
    for _, group in ipairs(groups) do
      local found = seek(group, target)
      if not found then return nil end
      if before(target, found) then target, moved = found, true end
    end
  until not moved
  return target
end

local reply = { '' }
local from = first
while not before(last, from) do
  if budget <= 0 or #reply > values.limit then
    reply[1] = from[3]
    return reply
  end
  local found = agree(from)
  if not found then return reply end
  reply[#reply + 1] = found[3]
  from = next_place(found)
end
return reply
