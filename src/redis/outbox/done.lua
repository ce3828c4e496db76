-- Records that something was sent, or needs not be sent any more.
-- Values: chat, fence, what ('item', 'part' of an item, or 'window'), name (of the item, or address), result (message
--   id or '' of an item, parts sent or 'all' of a window), shown (what of a request is shown now, or ''), call
--   ('sent', 'unused' when there was nothing to say and the call that was granted was not made, or '' when it was
--   not sent), about (what the message is about, keys.asked, or ''), limits (of the pace: redis/pace/pace.ts),
--   gone (positions that their window only counts from now on), ends (a card is not kept up to date any more), still
--   (a card is not to change for so many milliseconds, '+inf' for until somebody says so, or ''),
--   reported (position of the failure that a message reports, or ''), message (its id, or ''), listed (requests
--   that a bundle shows whole: key and version of each), list (none, or one of {name (of a list that the
--   message shows), message (its id, where it answers somebody, or ''), stands (request -> its revision there)}).
-- Reply: 1, or 0 when the visit is no longer ours and nothing is written.
-- Invariant: what is recorded as done is not taken again, and one visit alone records it.
-- Requires: visit.lua, ../pace/pace.lua, alerts/alerts.lua, bundles/bundles.lua, lists/lists.lua
local chat, what, name, result = values.chat, values.what, values.name, values.result
if not is_ours(chat, values.fence) then return 0 end
if values.call == 'sent' then went_through(chat)
elseif values.call == 'unused' then give_back(chat, values.limits) end

local sent = what == 'window' and 'window/' .. name or name
redis.call('ZREM', keys.out_aside(chat), sent)
redis.call('HDEL', keys.out_tries(chat), sent)
if what ~= 'window' and values.shown ~= '' and string.match(name, '^approval/') then
  redis.call('HSET', keys.out_shown(chat), name, values.shown)
end

if values.reported ~= '' then alert_sent(values.reported, string.match(name, '^[^!]*'), values.message) end

local LIVES_ON = { approval = true, bundle = true, live = true, stray = true, card = true }

-- After a part, what was taken stays taken: `next` gives it back at once.
if what == 'part' then return 1 end
if #values.gone > 0 then
  local is_gone = {}
  for _, position in ipairs(values.gone) do is_gone[position] = true end
  for _, entry in ipairs(redis.call('LRANGE', keys.sending(name), 0, -1)) do
    local position, group = string.match(entry, '^([^\31]*)\31.\31(.*)$')
    if is_gone[position] then
      redis.call('LREM', keys.sending(name), 1, entry)
      redis.call('HINCRBY', keys.sending_more(name), group, 1)
    end
  end
end
if what == 'item' then
  redis.call('DEL', keys.out_taken(chat))
  -- Only what lives on is edited again; a reply and a reminder are sent once.
  local kind = string.match(name, '^%a+')
  if result ~= '' and LIVES_ON[kind] then
    redis.call('HSET', keys.out_messages(chat), name, result)
  end
  if kind == 'alert' and result ~= '' then
    local address, position = string.match(name, '^alert/([^/]*)/(.*)$')
    keep_copy(position, address, result)
  end
  if kind == 'bundle' and result ~= '' then keep_bundle(chat, name, result, values.listed) end
  -- A message of its own is what it was to get.
  if kind == 'approval' and result ~= '' then redis.call('HDEL', keys.out_bundled(chat), name) end
  if kind == 'card' then
    local address, job = string.match(name, '^card/([^/]*)/(.*)$')
    if values.ends then end_card(chat, address, job)
    elseif values.still ~= '' then keep_still(chat, name, values.still)
    elseif result ~= '' then changed_now(chat, name) end
  end
  if kind == 'list' and values.ends then forget_list(chat, name) end
  for _, list in ipairs(values.list) do pcall(keep_list, list.name, list.message, list.stands) end
  if result ~= '' and values.about ~= '' then redis.call('HSET', keys.asked(chat), result, values.about) end
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
