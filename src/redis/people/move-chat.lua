-- Moves everything a group had to the supergroup that it became.
-- ARGV: 2 old chat, 3 new chat, 4 the plan as JSON: `seen` {old, fresh} are the chats' documents as
-- they were when it was made, `merged` is the new one's (empty: nothing to move), `tails` {from, to,
-- tail} are fields and documents. Documents are only stored here, never read.
-- Reply: {chat, delay, ...}, or 'changed' when the plan is out of date and nothing was done.
-- Invariant: what the old chat had is with the old or with the new one, never with both.
-- Messages of the old group can't be edited any more: what is still asked there is shown anew.
-- Requires: ../outbox/outbox.lua
local old, new = ARGV[2], ARGV[3]

local function moved(address)
  return new .. string.sub(address, #old + 1)
end

-- Names are `<kind>/<address>/...`.
local function renamed(item)
  local kind, rest = string.match(item, '^([^/]+)/(.*)$')
  return kind .. '/' .. moved(rest)
end

local plan = cjson.decode(ARGV[4])
local function document(chat) return redis.call('HGET', key('chats'), chat) or '' end
if document(old) ~= plan.seen.old or document(new) ~= plan.seen.fresh then return 'changed' end

if plan.merged ~= '' then
  redis.call('HSET', key('chats'), new, plan.merged)
  redis.call('HDEL', key('chats'), old)
  redis.call('INCR', key('audience-revision'))
end

-- One that was stopped meanwhile stays stopped.
for _, one in ipairs(plan.tails) do
  if redis.call('HDEL', key('tails'), one.from) == 1 then
    redis.call('HSET', key('tails'), one.to, one.tail)
  end
end

local addresses = {}
for _, address in ipairs(redis.call('ZRANGE', key('out', old, 'windows'), 0, -1)) do addresses[address] = true end
for _, address in ipairs(redis.call('HKEYS', key('out', old, 'sending'))) do addresses[address] = true end
for address in pairs(addresses) do
  -- A batch that was being sent goes back before what came after it.
  local entries = redis.call('LRANGE', key('sending', address), 0, -1)
  for _, entry in ipairs(redis.call('LRANGE', key('window', address), 0, -1)) do entries[#entries + 1] = entry end
  if #entries > 0 then gather(moved(address), entries, 0) end
  for _, list in ipairs({ key('sending', address), key('window', address) }) do
    -- What was beyond the limit is only a count.
    local more = redis.call('HGETALL', list .. ':more')
    for i = 1, #more, 2 do
      redis.call('HINCRBY', key('window', moved(address)) .. ':more', more[i], more[i + 1])
    end
    redis.call('DEL', list, list .. ':more')
  end
end

for _, id in ipairs(redis.call('ZRANGE', key('approvals', 'pending'), 0, -1)) do
  local copies = key('approval', id, 'copies')
  for _, address in ipairs(redis.call('HKEYS', copies)) do
    if chat_of(address) == old then
      local token = redis.call('HGET', copies, address)
      redis.call('HDEL', copies, address)
      redis.call('HSET', copies, moved(address), token)
      redis.call('HSET', key('taps'), token, id .. '\n' .. moved(address))
      enqueue(new, 'approval/' .. moved(address) .. '/' .. id, CLASS.approval)
    end
  end
end

local taken = redis.call('GET', key('out', old, 'taken'))
local items = redis.call('ZRANGE', key('out', old, 'queue'), 0, -1)
for _, item in ipairs(redis.call('ZRANGE', key('out', old, 'aside'), 0, -1)) do items[#items + 1] = item end
if taken then table.insert(items, 1, string.match(taken, '^%S+ (.*)$')) end
for _, item in ipairs(items) do
  local kind = string.match(item, '^[^/]+')
  if kind == 'reply' or kind == 'live' then
    enqueue(new, renamed(item), CLASS[kind], redis.call('HGET', key('out', old, 'payload'), item))
  end
end

for _, part in ipairs({ 'queue', 'payload', 'windows', 'sending', 'taken', 'visit', 'messages', 'shown',
  'aside', 'tries', 'owed', 'turns' }) do
  redis.call('DEL', key('out', old, part))
end
redis.call('ZREM', key('due'), old)
return wakes()
