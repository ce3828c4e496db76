// Runs the pace's own script over made up times, as many calls as one likes in one script: each moment
// is a call of its own to it, with its own time.
import type { Redis } from 'ioredis';
import { paceLimits } from '../../../src/redis/pace/pace.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { readWithParts } from '../../../src/redis/scripts/script.ts';

export type Class = 'urgent' | 'news' | 'live';

export interface Ask {
  readonly atMs: number;
  readonly chatId: number;
  readonly class: Class;
}

export interface Asked extends Ask {
  /** 0: granted. */
  readonly waitMs: number;
}

interface Kit {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly callsPerSecond: number;
}

const PACE = readWithParts(new URL('../../../src/redis/pace/pace.lua', import.meta.url));

const AT = `
local limits = cjson.decode(ARGV[2])
local function ask_at(time, chat, class)
  now, steady_now = time, nil
  return ask_pace(chat, class, limits)
end
`;

/** Each is asked once, in order of time. */
const IN_TURN = `${PACE}${AT}
local reply = {}
for _, one in ipairs(cjson.decode(ARGV[3])) do
  reply[#reply + 1] = ask_at(one.atMs, string.format('%d', one.chatId), one.class)
end
return reply`;

/**
 * Each asks again after the wait that it is told, and so many ms (0 to jitter) later. Reply: JSON of
 * [index, times asked, granted at, ...].
 */
const UNTIL_GRANTED = `${PACE}${AT}
local asks, jitter, events, counts, reply = cjson.decode(ARGV[3]), tonumber(ARGV[4]), prefix .. ':events', {}, {}
for index, one in ipairs(asks) do redis.call('ZADD', events, one.atMs, string.format('%06d', index)) end
local seed = 1
while true do
  local event = redis.call('ZPOPMIN', events)
  if not event[1] then break end
  local index, time = tonumber(event[1]), tonumber(event[2])
  counts[index] = (counts[index] or 0) + 1
  if counts[index] > 200 then return redis.error_reply('one of them asked 200 times') end
  local wait = ask_at(time, string.format('%d', asks[index].chatId), asks[index].class)
  seed = (seed * 16807) % 2147483647
  if wait > 0 then redis.call('ZADD', events, time + wait + seed % (jitter + 1), event[1])
  else reply[#reply + 1] = { index - 1, counts[index], time } end
end
return cjson.encode(reply)`;

/**
 * Each chat sends so many messages in turn, a call lasts so many ms, and whoever waits comes so many ms (0 to jitter) after
 * the time that it was told. Reply: JSON of the times of the calls, and how often anybody asked.
 */
const DRAIN = `${PACE}${AT}
local chats, jitter, call, start = cjson.decode(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local events, left, times, asked, seed = prefix .. ':events', {}, {}, 0, 1
for index, one in ipairs(chats) do
  left[index] = one.messages
  redis.call('ZADD', events, start, string.format('%06d', index))
end
while true do
  local event = redis.call('ZPOPMIN', events)
  if not event[1] then break end
  local index, time = tonumber(event[1]), tonumber(event[2])
  asked = asked + 1
  local wait = ask_at(time, string.format('%d', chats[index].chatId), chats[index].class)
  seed = (seed * 16807) % 2147483647
  if wait == 0 then
    times[#times + 1] = time
    left[index] = left[index] - 1
    wait = call
  end
  if left[index] > 0 then redis.call('ZADD', events, time + wait + seed % (jitter + 1), event[1]) end
end
return cjson.encode({ times, asked })`;

export interface Draining {
  readonly chatId: number;
  readonly messages: number;
  readonly class: 'urgent' | 'full' | 'alerts' | 'news' | 'live';
}

/** What waits for these chats from one moment on, under the limits of the pace alone. */
export async function drain(
  { redis, keys, callsPerSecond }: Kit,
  chats: readonly Draining[],
  {
    startMs,
    jitterMs,
    callMs,
  }: { readonly startMs: number; readonly jitterMs: number; readonly callMs: number },
): Promise<{ readonly times: readonly number[]; readonly asked: number }> {
  const limits = JSON.stringify(paceLimits(callsPerSecond));
  const numbers = [jitterMs, callMs, startMs].map(String);
  const args = [keys.prefix, limits, JSON.stringify(chats), ...numbers];
  const reply = (await redis.eval(DRAIN, 1, keys.journal, ...args)) as string;
  const [times, asked] = JSON.parse(reply) as [number[], number];
  return { times, asked };
}

export async function askInTurn(
  { redis, keys, callsPerSecond }: Kit,
  asks: readonly Ask[],
): Promise<Asked[]> {
  const args = [keys.prefix, JSON.stringify(paceLimits(callsPerSecond)), JSON.stringify(asks)];
  const waits = (await redis.eval(IN_TURN, 1, keys.journal, ...args)) as number[];
  return asks.map((ask, at) => ({ ...ask, waitMs: waits[at] ?? -1 }));
}

export interface Granted extends Ask {
  readonly times: number;
  readonly grantedAtMs: number;
}

/** In the order in which they were granted. */
export async function askUntilGranted(
  { redis, keys, callsPerSecond, jitterMs = 0 }: Kit & { readonly jitterMs?: number },
  asks: readonly Ask[],
): Promise<Granted[]> {
  const limits = JSON.stringify(paceLimits(callsPerSecond));
  const args = [keys.prefix, limits, JSON.stringify(asks), String(jitterMs)];
  const reply = (await redis.eval(UNTIL_GRANTED, 1, keys.journal, ...args)) as string;
  return (JSON.parse(reply) as [number, number, number][]).map(([index, times, grantedAtMs]) => {
    const ask = asks[index];
    if (ask === undefined) throw new Error(`nobody asked as ${index}`);
    return { ...ask, times, grantedAtMs };
  });
}

/** How many of these moments lie at most in any window of this length, its end not counted. */
export function mostWithin(times: readonly number[], windowMs: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  let first = 0;
  let most = 0;
  sorted.forEach((time, at) => {
    while ((sorted[first] ?? 0) <= time - windowMs) first += 1;
    most = Math.max(most, at - first + 1);
  });
  return most;
}

/** The last call to a chat was answered well. */
export async function wentThrough(
  { redis, keys }: Kit,
  { chatId, atMs }: { readonly chatId: number; readonly atMs: number },
): Promise<void> {
  const script = `${PACE}
now, steady_now = tonumber(ARGV[2]), nil
went_through(ARGV[3])`;
  await redis.eval(script, 1, keys.journal, keys.prefix, atMs, chatId);
}

/** The last call to a chat, which was granted, is not made. */
export async function notMade(
  { redis, keys, callsPerSecond }: Kit,
  { chatId, atMs }: { readonly chatId: number; readonly atMs: number },
): Promise<void> {
  const script = `${PACE}
now, steady_now = tonumber(ARGV[2]), nil
give_back(ARGV[3], cjson.decode(ARGV[4]))`;
  const limits = JSON.stringify(paceLimits(callsPerSecond));
  await redis.eval(script, 1, keys.journal, keys.prefix, atMs, chatId, limits);
}
