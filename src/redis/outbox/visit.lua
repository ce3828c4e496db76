-- Shared part: visits to chats; one replica at a time sends to a chat.
--   out:<chat>:visit   '<fencing number> <when it runs out, by the steady clock>'
-- What has another form is a former version's, and counts as none.
-- Requires: ../scripts/base.lua

-- Fencing number of the visit that is open, if any, and when it runs out.
local function open_visit(chat)
  local fence, ends = string.match(redis.call('GET', keys.out_visit(chat)) or '', '^(%d+) (%d+)$')
  return fence, tonumber(ends)
end

local function is_ours(chat, fence)
  return open_visit(chat) == fence
end

local function keep_visit(chat, fence, ms)
  redis.call('SET', keys.out_visit(chat), string.format('%s %.0f', fence, steady() + tonumber(ms)))
end

local function end_visit(chat)
  redis.call('DEL', keys.out_visit(chat))
end

-- What was taken is not sent now; with its tries its place in the queue is kept. Returns how often it was tried, with
-- these. A command that is sent again, since its answer was lost, finds it laid down already.
local function lay_down(chat, item, tried)
  local tries, taken = keys.out_tries(chat), redis.call('GET', keys.out_taken(chat))
  local count, place = string.match(redis.call('HGET', tries, item) or '0 ', '^(%d+) (%S*)$')
  if taken then
    place = string.match(taken, '^(%S+) ')
    redis.call('DEL', keys.out_taken(chat))
  end
  count = tonumber(count) + tried
  redis.call('HSET', tries, item, string.format('%.0f %s', count, place))
  return count
end
