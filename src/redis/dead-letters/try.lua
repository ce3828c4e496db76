-- Notes that somebody begins with what comes after a position of a source, before they do, so that
-- a message which ends every process that tries it is found out.
-- KEYS: 1 hash of what is being tried: source -> '<position> <life> <life> ...', and '<source> careful'.
-- ARGV: 1 source, 2 position, 3 who tries (a name for one life of a process), 4 how many messages,
--   5 beginning of the keys that say who lives, 6 ms for which a life counts as alive from now on,
--   7 '1': begin also where somebody ended (else that is only told, and not yet begun).
-- Reply: {tries, careful, wait}: how many lives have begun here, this one included; how many messages
--   are to be taken one by one, since somebody ended among them (0: none); and whether somebody who
--   is alive is just trying (1): then nothing was noted.
local tried = redis.call('HGET', KEYS[1], ARGV[1])
local careful = tonumber(redis.call('HGET', KEYS[1], ARGV[1] .. ' careful') or 0)
local at, lives = string.match(tried or '', '^(%S*) (.*)$')
if at ~= ARGV[2] then lives = '' end
local count, known = 0, false
for life in string.gmatch(lives, '%S+') do
  count = count + 1
  if life == ARGV[3] then known = true
  elseif redis.call('EXISTS', ARGV[5] .. life) == 1 then return { 0, 0, 1 } end
end
if not known then count = count + 1 end
if count > 1 and careful == 0 then
  careful = tonumber(ARGV[4])
  redis.call('HSET', KEYS[1], ARGV[1] .. ' careful', careful)
end
if count > 1 and ARGV[7] ~= '1' then return { count, careful, 0 } end
redis.call('SET', ARGV[5] .. ARGV[3], '', 'PX', ARGV[6])
if not known then
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ' ' .. lives .. ARGV[3] .. ' ')
end
return { count, careful, 0 }
