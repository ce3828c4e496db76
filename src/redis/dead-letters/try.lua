-- Notes that somebody begins with what comes after a position of a source, before they do, so that
-- a message which ends every process that tries it is found out.
--   `trying`: hash of what is being tried: source -> '<position> <life> <life> ...', and '<source> careful'.
-- Values: source, from (the position), life (who tries: a name for one life of a process), messages (how many),
--   aliveMs (for which a life counts as alive from now on), resolved (begin also where somebody ended; else that is
--   only told, and not yet begun).
-- Reply: {tries, to_isolate, wait}: how many lives have begun here, this one included; how many messages
--   are to be taken one by one, since somebody ended among them (0: none); and whether somebody who
--   is alive is just trying (1): then nothing was noted.
local tried = redis.call('HGET', keys.trying, values.source)
local to_isolate = tonumber(redis.call('HGET', keys.trying, values.source .. ' careful') or 0)
local at, lives = string.match(tried or '', '^(%S*) (.*)$')
if at ~= values.from then lives = '' end
local count, known = 0, false
for life in string.gmatch(lives, '%S+') do
  count = count + 1
  if life == values.life then known = true
  elseif redis.call('EXISTS', keys.life(life)) == 1 then return { 0, 0, 1 } end
end
if not known then count = count + 1 end
if count > 1 and to_isolate == 0 then
  to_isolate = values.messages
  redis.call('HSET', keys.trying, values.source .. ' careful', to_isolate)
end
if count > 1 and not values.resolved then return { count, to_isolate, 0 } end
redis.call('SET', keys.life(values.life), '', 'PX', values.aliveMs)
if not known then
  redis.call('HSET', keys.trying, values.source, values.from .. ' ' .. lives .. values.life .. ' ')
end
return { count, to_isolate, 0 }
