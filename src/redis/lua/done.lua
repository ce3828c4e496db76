-- Records that something was sent, or needs not be sent any more. Needs base.lua.
-- ARGV: 2 chat, 3 fence, 4 'item' or 'window', 5 item or address, 6 message id or '' (item), parts
--   sent or 'all' (window). Reply: 1, or 0 when the visit is no longer ours and nothing is written.
local chat, what, name, result = ARGV[2], ARGV[4], ARGV[5], ARGV[6]
if redis.call('GET', key('out', chat, 'visit')) ~= ARGV[3] then return 0 end

if what == 'item' then
  redis.call('DEL', key('out', chat, 'taken'))
  -- Only what lives on is edited again; a reply and a reminder are sent once.
  local kind, id = string.match(name, '^(%a+)/[^/]*/?(.*)$')
  if result ~= '' and (kind == 'approval' or kind == 'live' or kind == 'stray') then
    redis.call('HSET', key('out', chat, 'messages'), name, result)
  end
  -- What a reply to it decides: '<verdict> <approval id>'.
  local asks = kind == 'approval' and 'deny ' .. id
  if kind == 'reply' then
    local payload = redis.call('HGET', key('out', chat, 'payload'), name)
    local asked = payload and cjson.decode(payload).asks
    asks = asked and asked.verdict .. ' ' .. asked.approvalId .. ' ' .. (asked.version or 1)
  elseif kind == 'reminder' or kind == 'stray' then
    asks = 'deny ' .. string.match(id, '^[^/]*/(.*)$')
  end
  if result ~= '' and asks then redis.call('HSET', key('out', chat, 'asked'), result, asks) end
  -- A newer version that came meanwhile waits in the queue with its own payload.
  if redis.call('ZSCORE', key('out', chat, 'queue'), name) == false then
    redis.call('HDEL', key('out', chat, 'payload'), name)
  end
elseif result == 'all' then
  redis.call('DEL', key('sending', name), key('sending', name) .. ':more')
  redis.call('HDEL', key('out', chat, 'sending'), name)
  redis.call('ZREM', key('out', chat, 'queue'), 'window/' .. name)
else
  redis.call('HSET', key('out', chat, 'sending'), name, result)
end
return 1
