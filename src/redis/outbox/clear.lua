-- Forgets all that waits for a chat nobody can reach any more, but for the copies of requests, the cards and the lists
-- that it shows: these are owed to it, should it come back (next.lua).
-- Values: chat. Reply: the copies that it never got, as `approval/<address>/<id>`.
-- Requires: bundles/bundles.lua
local chat = values.chat
local unshown = {}
local owe
function owe(item)
  local kind = string.match(item, '^%a+')
  local is_shown = redis.call('HEXISTS', keys.out_messages(chat), item) == 1
  if kind == 'bundle' and not is_shown then
    for _, copy in ipairs(dissolve_bundle(chat, item)) do owe(copy) end
    return
  end
  local is_edit = (kind == 'card' or kind == 'bundle' or kind == 'list') and is_shown
  if kind ~= 'approval' and kind ~= 'stray' and not is_edit then return end
  redis.call('SADD', keys.out_owed(chat), item)
  if kind == 'approval' and not is_shown then
    unshown[#unshown + 1] = item
  end
end
local taken = redis.call('GET', keys.out_taken(chat))
if taken then owe(string.match(taken, '^%S+ (.*)$')) end
for _, set in ipairs({ keys.out_queue(chat), keys.out_aside(chat), keys.out_later(chat),
  keys.out_gathered(chat), keys.out_still(chat) }) do
  for _, item in ipairs(redis.call('ZRANGE', set, 0, -1)) do owe(item) end
end
for _, from in ipairs({ redis.call('ZRANGE', keys.out_windows(chat), 0, -1),
  redis.call('HKEYS', keys.out_sending(chat)) }) do
  for _, address in ipairs(from) do
    redis.call('DEL', keys.window(address), keys.window_more(address), keys.sending(address),
      keys.sending_more(address))
  end
end
redis.call('DEL', keys.out_queue(chat), keys.out_aside(chat), keys.out_tries(chat), keys.out_payload(chat),
  keys.out_windows(chat), keys.out_sending(chat), keys.out_taken(chat), keys.out_turns(chat), keys.out_visit(chat),
  keys.out_later(chat), keys.out_gathered(chat), keys.out_still(chat), keys.out_asked_at(chat))
redis.call('ZREM', keys.due, chat)
return unshown
