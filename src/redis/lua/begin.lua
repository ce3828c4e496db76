-- Opens a visit to a chat: one replica at a time sends to it. Needs base.lua.
-- ARGV: 2 chat, 3 ms for which the visit holds without a sign of life.
-- Reply: the visit's fencing number, or false while another visit is open.
local lock = key('out', ARGV[2], 'visit')
if redis.call('EXISTS', lock) == 1 then return false end
local fence = redis.call('INCR', key('out-fence'))
redis.call('SET', lock, fence, 'PX', ARGV[3])
return tostring(fence)
