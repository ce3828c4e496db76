-- Records that something was sent, or needs not be sent any more.
-- ARGV: 2 chat, 3 fence, 4 'item', 'part' (of an item) or 'window', 5 item or address, 6 message id or
--   '' (item), parts sent or 'all' (window), 7 what of a request is shown now or '' (item, part), 8 'sent',
--   'unused' (there was nothing to say: the call that was granted was not made), or '' (not sent), 9 limits of
--   the pace as JSON.
-- Reply: 1, or 0 when the visit is no longer ours and nothing is written.
-- Requires: visit.lua, ../pace/pace.lua
local chat, what, name, result = ARGV[2], ARGV[4], ARGV[5], ARGV[6]
if not is_ours(chat, ARGV[3]) then return 0 end
if ARGV[8] == 'sent' then went_through(chat)
elseif ARGV[8] == 'unused' then give_back(chat, cjson.decode(ARGV[9])) end

local sent = what == 'window' and 'window/' .. name or name
redis.call('ZREM', keys.out_aside(chat), sent)
redis.call('HDEL', keys.out_tries(chat), sent)
if what ~= 'window' and ARGV[7] ~= '' and string.match(name, '^approval/') then
  redis.call('HSET', keys.out_shown(chat), name, ARGV[7])
end

-- After a part, what was taken stays taken: `next` gives it back at once.
if what == 'part' then return 1 end
if what == 'item' then
  redis.call('DEL', keys.out_taken(chat))
  -- Only what lives on is edited again; a reply and a reminder are sent once.
  local kind, id = string.match(name, '^(%a+)/[^/]*/?(.*)$')
  if result ~= '' and (kind == 'approval' or kind == 'live' or kind == 'stray') then
    redis.call('HSET', keys.out_messages(chat), name, result)
  end
  -- What the message is about (keys.ts, `asked`), for replies to it: a question, or a request. Only one that a
  -- former jobwire queued is without a version, and its answer does not decide.
  local asks
  if kind == 'reply' then
    local payload = redis.call('HGET', keys.out_payload(chat), name)
    local asked = payload and cjson.decode(payload).asks
    if asked then
      asks = asked.verdict .. ' ' .. asked.approvalId .. (asked.version and ' ' .. asked.version or '')
      if asked.version and asked.userId then asks = asks .. ' ' .. string.format('%.0f', asked.userId) end
    end
  elseif kind == 'approval' or kind == 'stray' or kind == 'reminder' then
    local request = kind == 'approval' and id or string.match(id, '^[^/]*/(.*)$')
    local copy = 'approval/' .. string.match(name, '^%a+/([^/]*)') .. '/' .. request
    local shown = ARGV[7] ~= '' and ARGV[7] or redis.call('HGET', keys.out_shown(chat), copy) or ''
    local version = string.match(shown, '^(%d+):')
    asks = 'request ' .. request .. (version and ' ' .. version or '')
  end
  if result ~= '' and asks then redis.call('HSET', keys.asked(chat), result, asks) end
  -- A newer version that came meanwhile waits in the queue with its own payload. That of a request
  -- says why it is shown there, for as long as it is.
  if kind ~= 'approval' and redis.call('ZSCORE', keys.out_queue(chat), name) == false then
    redis.call('HDEL', keys.out_payload(chat), name)
  end
elseif result == 'all' then
  redis.call('DEL', keys.sending(name), keys.sending_more(name))
  redis.call('HDEL', keys.out_sending(chat), name)
  redis.call('ZREM', keys.out_queue(chat), 'window/' .. name)
else
  redis.call('HSET', keys.out_sending(chat), name, result)
end
return 1
