// The keys of a Redis as JSON lines, one a key, in the order of their names: to keep data of a former
// version as a fixture, and to compare what two ways of working left behind.
import type { Redis } from 'ioredis';

type Fields = Readonly<Record<string, string>>;

/** Sets are sorted; hashes and lists keep their order. */
type Content =
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'hash'; readonly value: Fields }
  | { readonly type: 'list' | 'set'; readonly value: readonly string[] }
  | { readonly type: 'zset'; readonly value: readonly (readonly [member: string, score: string])[] }
  | {
      readonly type: 'stream';
      readonly value: readonly (readonly [id: string, fields: readonly string[]])[];
      readonly lastId: string;
      /** Name of a consumer group -> its last delivered id. */
      readonly groups: Fields;
    };

/** `ttlMs`: milliseconds that it had left. */
export type DumpedKey = { readonly key: string; readonly ttlMs?: number } & Content;

/** Whether a key holds what any script writes down of the clock of Redis: never twice the same. */
export function isOfClock(key: string): boolean {
  return /(?:^|:)clock(?::step)?$/.test(key);
}

export async function dumpKeys(redis: Redis, pattern = '*'): Promise<DumpedKey[]> {
  const names = (await redis.keys(pattern)).sort();
  const all = names.map(async (key) => {
    const [content, ttlMs] = await Promise.all([contentOf(redis, key), redis.pttl(key)]);
    return content === undefined ? [] : [{ key, ...(ttlMs < 0 ? {} : { ttlMs }), ...content }];
  });
  return (await Promise.all(all)).flat();
}

/** `undefined` once it has expired. */
async function contentOf(redis: Redis, key: string): Promise<Content | undefined> {
  const type = await redis.type(key);
  switch (type) {
    case 'string':
      return { type, value: (await redis.get(key)) ?? '' };
    case 'hash':
      return { type, value: await redis.hgetall(key) };
    case 'list':
      return { type, value: await redis.lrange(key, 0, -1) };
    case 'set':
      return { type, value: (await redis.smembers(key)).sort() };
    case 'zset':
      return { type, value: inPairs(await redis.zrange(key, '0', '-1', 'WITHSCORES')) };
    case 'stream':
      return streamOf(redis, key);
    case 'none':
      return undefined;
    default:
      throw new Error(`${key} has the type ${type}, which a dump does not know`);
  }
}

async function streamOf(redis: Redis, key: string): Promise<Content> {
  const [info, groups] = (await Promise.all([
    redis.xinfo('STREAM', key),
    redis.xinfo('GROUPS', key),
  ])) as [unknown[], unknown[][]];
  const named = (flat: readonly unknown[], name: string) => String(flat[flat.indexOf(name) + 1]);
  return {
    type: 'stream',
    value: await redis.xrange(key, '-', '+'),
    lastId: named(info, 'last-generated-id'),
    groups: Object.fromEntries(
      groups.map((group) => [named(group, 'name'), named(group, 'last-delivered-id')]),
    ),
  };
}

/** `rename` gives each key its name here. */
export async function loadKeys(
  redis: Redis,
  dump: readonly DumpedKey[],
  rename: (key: string) => string = (key) => key,
): Promise<void> {
  const commands = dump.flatMap((one) => {
    const key = rename(one.key);
    const expiry = one.ttlMs === undefined ? [] : [['pexpire', key, one.ttlMs]];
    return [...commandsFor(key, one), ...expiry];
  });
  const replies = (await redis.pipeline(commands as string[][]).exec()) ?? [];
  for (const [error] of replies) if (error !== null) throw error;
}

function commandsFor(key: string, content: Content): (string | number)[][] {
  switch (content.type) {
    case 'string':
      return [['set', key, content.value]];
    case 'hash':
      return [['hset', key, ...Object.entries(content.value).flat()]];
    case 'list':
      return [['rpush', key, ...content.value]];
    case 'set':
      return [['sadd', key, ...content.value]];
    case 'zset':
      return [['zadd', key, ...content.value.flatMap(([member, score]) => [score, member])]];
    case 'stream':
      return [
        ...content.value.map(([id, fields]) => ['xadd', key, id, ...fields]),
        ...Object.entries(content.groups).map(([group, at]) => {
          return ['xgroup', 'CREATE', key, group, at, 'MKSTREAM'];
        }),
        ['xsetid', key, content.lastId],
      ];
  }
}

function inPairs(flat: readonly string[]): [string, string][] {
  return Array.from({ length: flat.length / 2 }, (_, at) => {
    return [flat[2 * at] ?? '', flat[2 * at + 1] ?? ''];
  });
}
