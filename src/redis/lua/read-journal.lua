-- Reads what comes next in the journal, bounded by bytes.
-- KEYS: 1 journal. ARGV: 1 after (position), 2 most bytes of text, 3 most entries.
-- Reply: {position, text, position, text, ...}; the first entry in any case, whatever its size.
-- An entry may have a megabyte, so few are looked at in one call: those beyond the limit were read in vain.
local CHUNK = 32
local limit, left = tonumber(ARGV[2]), tonumber(ARGV[3])
local from, bytes, reply = '(' .. ARGV[1], 0, {}
while left > 0 do
  local count = math.min(CHUNK, left)
  local entries = redis.call('XRANGE', KEYS[1], from, '+', 'COUNT', count)
  for _, entry in ipairs(entries) do
    local text = entry[2][2]
    bytes = bytes + #text
    if bytes > limit and #reply > 0 then return reply end
    reply[#reply + 1] = entry[1]
    reply[#reply + 1] = text
  end
  if #entries < count then return reply end
  left = left - count
  from = '(' .. entries[count][1]
end
return reply
