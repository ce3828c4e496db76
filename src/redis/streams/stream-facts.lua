-- What is known of streams besides their entries.
-- Values: streams (names).
-- Reply: for each {length, first id, last id ever given out, greatest id that was deleted by itself}; {} where there
--   is none; {reason} for a key that is no stream.
-- Only reads. XINFO also returns the first and the last entry, of any size: they stay here.
-- Requires: ../scripts/attempt.lua
local reply = {}
for at, stream in ipairs(values.streams) do
  reply[at] = {}
  local reason = attempt(function()
    if redis.call('EXISTS', stream) == 0 then return end
    local flat, info = redis.call('XINFO', 'STREAM', stream), {}
    for n = 1, #flat, 2 do info[flat[n]] = flat[n + 1] end
    reply[at] = { tostring(info.length), info['recorded-first-entry-id'], info['last-generated-id'],
      info['max-deleted-entry-id'] }
  end)
  if reason then reply[at] = { reason } end
end
return reply
