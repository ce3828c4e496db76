-- Shared part: lists of requests that people asked for, each of which shows what becomes of the requests on it.
-- Item: list/<address>/<token>.
--   out:<chat>:lists      sorted set: list -> when its message last answered somebody, by the steady clock
--   approval:<key>:lists  set of the lists that show a pending request, of those that are kept; for a day
--   selection:<token>     what a list shows, and to whom (redis/approvals/buttons/selections.ts)
-- Invariant: a list changes only while it is in out:<chat>:lists; a chat has few there, each for a day.
-- Requires: ../outbox.lua
local LISTS_KEPT = 5
local LIST_KEPT_MS = 86400000

local function selection_of(list)
  return keys.selection(string.match(list, '^list/[^/]*/(.*)$'))
end

-- It is no longer found by the requests that it showed last.
local function leave_requests(list)
  local shown = redis.pcall('HGET', selection_of(list), 'shown')
  if type(shown) ~= 'string' then return end
  for _, id in ipairs(cjson.decode(shown)) do redis.pcall('SREM', keys.approval_lists(id), list) end
end

local function forget_list(chat, list)
  leave_requests(list)
  redis.call('ZREM', keys.out_lists(chat), list)
  redis.call('HDEL', keys.out_messages(chat), list)
  redis.call('HDEL', keys.out_changed(chat), list)
  redis.call('HDEL', keys.out_tries(chat), list)
  for _, set in ipairs({ keys.out_later(chat), keys.out_queue(chat), keys.out_aside(chat) }) do
    redis.call('ZREM', set, list)
  end
end

local function bound_lists(chat)
  local lists = keys.out_lists(chat)
  local over = redis.call('ZRANGEBYSCORE', lists, '-inf', string.format('%.0f', steady() - LIST_KEPT_MS))
  for _, list in ipairs(over) do forget_list(chat, list) end
  for _, list in ipairs(redis.call('ZRANGE', lists, 0, -1 - LISTS_KEPT)) do forget_list(chat, list) end
end

local function change_list(list)
  local chat = chat_of(string.match(list, '^list/([^/]*)/'))
  if redis.call('ZSCORE', keys.out_lists(chat), list) then change_later(chat, list, steady()) end
end

-- Has the lists that show a request say how it stands now. One that can't be changed affects nothing else.
local function change_lists(id)
  local lists = redis.pcall('SMEMBERS', keys.approval_lists(id))
  for _, list in ipairs(lists.err and {} or lists) do pcall(change_list, list) end
end

-- It is found by each pending request that it shows. Returns whether all of them still are as it shows them.
local function enter_list(list, stands)
  leave_requests(list)
  local shown, is_current = {}, true
  for id, revision in pairs(stands) do
    shown[#shown + 1] = id
    local stored, outcome = unpack(redis.call('HMGET', keys.approval(id), 'revision', 'outcome'))
    is_current = is_current and stored == revision
    if not outcome then
      redis.call('SADD', keys.approval_lists(id), list)
      redis.call('PEXPIRE', keys.approval_lists(id), LIST_KEPT_MS)
    end
  end
  local selection = selection_of(list)
  if #shown > 0 and redis.call('EXISTS', selection) == 1 then
    redis.call('HSET', selection, 'shown', cjson.encode(shown))
  end
  return is_current
end

-- Its message was sent or changed. `message`: its id where it answered somebody, else ''. `stands`: key of each request
-- on it -> the revision that it shows. What changed meanwhile is shown an interval later.
local function keep_list(list, message, stands)
  local chat = chat_of(string.match(list, '^list/([^/]*)/'))
  if message ~= '' then
    redis.call('ZADD', keys.out_lists(chat), string.format('%.0f', steady()), list)
    redis.call('HSET', keys.out_messages(chat), list, message)
    bound_lists(chat)
  elseif not redis.call('ZSCORE', keys.out_lists(chat), list) then
    return
  end
  changed_now(chat, list)
  if not enter_list(list, stands) then return change_later(chat, list, steady()) end
  redis.call('ZREM', keys.out_later(chat), list)
  redis.call('ZREM', keys.out_queue(chat), list)
end
