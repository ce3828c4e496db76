-- Keeps an update in Telegram's place until it is handled, so that Telegram may forget it.
-- Values: update (its id). ARGV[3]: the update as JSON.
-- Reply: 1 if it was added; 0 if it is kept already, or was handled.
-- Invariant: however often and to however many replicas Telegram sends an update, it is added once.
if redis.call('EXISTS', keys.update(values.update)) == 1 then return 0 end
return redis.call('HSETNX', keys.parked_updates, values.update, ARGV[3])
