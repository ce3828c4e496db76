-- Takes the next thing to send to a chat, or ends the visit when nothing is ready. Needs base.lua
-- and outbox.lua.
-- ARGV: 2 chat, 3 fence, 4 ms for which the visit goes on holding.
-- Reply: {'lost'}; {'idle', ms until the next window closes or ''};
--   {'item', item, payload or '', message id or ''};
--   {'window', address, parts sent, n, n x (group, count), entry, ...}.
-- Invariant: what is taken is kept (`taken`, `sending:<address>`) until it is recorded as done, so a
-- crash gives it back.
local chat, fence = ARGV[2], ARGV[3]
local lock = key('out', chat, 'visit')
if redis.call('GET', lock) ~= fence then return { 'lost' } end
redis.call('PEXPIRE', lock, ARGV[4])

local queue, windows, sending = key('out', chat, 'queue'), key('out', chat, 'windows'), key('out', chat, 'sending')

-- What an earlier visit took and did not finish goes back to its place.
local taken = redis.call('GET', key('out', chat, 'taken'))
if taken then
  local score, item = string.match(taken, '^(%S+) (.*)$')
  redis.call('ZADD', queue, 'NX', score, item)
  redis.call('DEL', key('out', chat, 'taken'))
end

-- Moves what was gathered into the batch that is being sent; a batch of which a part is out already
-- stays as it is.
local function take_window(address)
  local window, batch = key('window', address), key('sending', address)
  local parts = redis.call('HGET', sending, address)
  if parts == false or parts == '0' then
    for _, entry in ipairs(redis.call('LRANGE', window, 0, -1)) do
      if redis.call('RPUSH', batch, entry) > WINDOW_LIMIT then
        local oldest = redis.call('LPOP', batch)
        redis.call('HINCRBY', batch .. ':more', string.match(oldest, '\31.\31(.*)$'), 1)
      end
    end
    local more = redis.call('HGETALL', window .. ':more')
    for i = 1, #more, 2 do redis.call('HINCRBY', batch .. ':more', more[i], more[i + 1]) end
    redis.call('DEL', window, window .. ':more')
    redis.call('ZREM', windows, address)
    redis.call('HSET', sending, address, '0')
    parts = '0'
  end
  local reply = { 'window', address, parts }
  local more = redis.call('HGETALL', batch .. ':more')
  reply[#reply + 1] = tostring(#more / 2)
  for _, value in ipairs(more) do reply[#reply + 1] = value end
  for _, entry in ipairs(redis.call('LRANGE', batch, 0, -1)) do reply[#reply + 1] = entry end
  return reply
end

local function has_window(address)
  return redis.call('EXISTS', key('window', address), key('sending', address)) > 0
end

local function take_item(item, score)
  redis.call('ZREM', queue, item)
  redis.call('SET', key('out', chat, 'taken'), score .. ' ' .. item)
  local payload = redis.call('HGET', key('out', chat, 'payload'), item) or ''
  -- A reminder answers the message that it reminds of.
  local shown = string.gsub(item, '^reminder/([^/]*)/[^/]*/', 'approval/%1/')
  local message = redis.call('HGET', key('out', chat, 'messages'), shown) or ''
  return { 'item', item, payload, message }
end

while true do
  local head = redis.call('ZRANGE', queue, 0, 0, 'WITHSCORES')
  local item, score = head[1], tonumber(head[2])
  local address = item and string.match(item, '^window/(.*)$')
  if address and has_window(address) then return take_window(address) end
  if address then
    redis.call('ZREM', queue, item)
  else
    if item and score < CLASS.live * 1e13 then return take_item(item, head[2]) end
    local unfinished = redis.call('HKEYS', sending)[1]
    if unfinished then return take_window(unfinished) end
    local first = redis.call('ZRANGE', windows, 0, 0, 'WITHSCORES')
    if first[1] and tonumber(first[2]) <= now then return take_window(first[1]) end
    if item then return take_item(item, head[2]) end
    redis.call('DEL', lock)
    if not first[1] then
      redis.call('ZREM', key('due'), chat)
      return { 'idle', '' }
    end
    redis.call('ZADD', key('due'), first[2], chat)
    return { 'idle', tostring(math.max(0, tonumber(first[2]) - now)) }
  end
end
