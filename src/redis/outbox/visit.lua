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
