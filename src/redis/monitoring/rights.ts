// What our user in Redis must be allowed to do. Each right is tried inside of a MULTI that is discarded:
// Redis checks rights when it queues a command, so all of them are found out and nothing is done.
import type { Redis } from 'ioredis';
import { messageOf } from '../../runtime/errors.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/logger.ts';
import { jobLogStream, televibeChannel, televibeStream } from '../bus/televibe-names.ts';
import type { Keys } from '../scripts/keys.ts';

/** Of keys that are jobwire's own; scripts and BullMQ need most of them. */
const OWN = [
  ...['GET k', 'SET k v', 'SETNX k v', 'DEL k', 'UNLINK k', 'EXISTS k', 'TYPE k', 'INCR k'],
  ...['INCRBY k 1', 'PEXPIRE k 1', 'PEXPIREAT k 1', 'PERSIST k', 'PTTL k', 'RENAME k k2'],
  ...[
    'HGET k f',
    'HSET k f v',
    'HSETNX k f v',
    'HMSET k f v',
    'HMGET k f',
    'HGETALL k',
    'HDEL k f',
  ],
  ...['HEXISTS k f', 'HINCRBY k f 1', 'HKEYS k', 'HVALS k', 'HLEN k', 'HSCAN k 0'],
  ...['LPUSH k v', 'RPUSH k v', 'LPOP k', 'RPOP k', 'LRANGE k 0 1', 'LLEN k', 'LREM k 0 v'],
  ...['LTRIM k 0 1', 'LINDEX k 0', 'LPOS k v', 'LSET k 0 v', 'RPOPLPUSH k k2'],
  ...['SADD k v', 'SREM k v', 'SMEMBERS k', 'SISMEMBER k v', 'SCARD k'],
  ...['ZADD k 1 v', 'ZREM k v', 'ZCARD k', 'ZCOUNT k 0 1', 'ZSCORE k v', 'ZRANGE k 0 1'],
  ...['ZRANGEBYSCORE k 0 1', 'ZRANGEBYLEX k - +', 'ZREVRANGE k 0 1', 'ZREVRANGEBYSCORE k 1 0'],
  ...['ZREMRANGEBYSCORE k 0 1', 'ZREMRANGEBYLEX k - +', 'ZREMRANGEBYRANK k 0 1', 'ZPOPMIN k'],
  ...['ZLEXCOUNT k - +', 'BZPOPMIN k 1', 'XADD k * f v', 'XLEN k', 'XRANGE k - +'],
  ...['XREVRANGE k + -', 'XTRIM k MAXLEN 1', 'XDEL k 0-1', 'XREAD STREAMS k 0', 'XINFO STREAM k'],
  ...['EVAL return(1) 1 k', 'EVALSHA 0 1 k', 'SCAN 0', 'TIME', 'PING'],
];

const NEWS = televibeStream('rights');
const LOGS = jobLogStream('rights');
const DELIVERY = ['repository', 'feature', 'planning', 'execution', 'pr'] as const;

/** Of what other systems share with jobwire. */
const SHARED = [
  ...[`XADD ${NEWS} * f v`, `XREAD STREAMS ${NEWS} 0`, `TYPE ${NEWS}`, `XREVRANGE ${LOGS} + -`],
  ...[`XADD ${LOGS} * f v`, `EXPIRE ${LOGS} 1`, `XTRIM ${LOGS} MAXLEN 1`, `XLEN ${LOGS}`],
  ...[`MEMORY USAGE ${LOGS}`, `UNLINK ${LOGS}`],
  ...DELIVERY.flatMap((name) => [
    ...[`XREAD STREAMS ${name}-events 0`, `XINFO GROUPS ${name}-events`, `EXISTS ${name}-events`],
    ...[`XGROUP CREATE ${name}-events jobwire 0`, `XGROUP SETID ${name}-events jobwire 0`],
  ]),
  ...['HGETALL job:rights', 'HMGET job:rights f', `PUBLISH ${televibeChannel('job.approved')} v`],
];

/** Not in a MULTI: the client library expects more of their answer than that it waits. */
const CHANNELS = [televibeChannel('*'), 'job-events', 'job:*:events'];

/**
 * In words for people: `XGROUP CREATE pr-events`. Without the right to ask INFO everything works, but
 * nobody learns of eviction, memory and disk.
 */
export async function findMissingRights(
  redis: Redis,
  { prefix }: Pick<Keys, 'prefix'>,
): Promise<string[]> {
  const own = OWN.map((text) => text.replace(/\b(k2?)\b/g, `${prefix}:rights:$1`));
  const connection = redis.duplicate();
  try {
    await connection.call('MULTI');
    const tried = [...own, ...SHARED, 'INFO'].map((text) => {
      const [command = '', ...args] = text.split(' ');
      return tryRight(() => connection.call(command, ...args), nameOf(command, args, prefix));
    });
    const missing = await Promise.all(tried);
    await connection.call('DISCARD');
    for (const channel of CHANNELS) {
      const heard = () => connection.psubscribe(channel);
      missing.push(await tryRight(heard, `PSUBSCRIBE ${channel}`));
    }
    return [...new Set(missing.flatMap((each) => each ?? []))];
  } finally {
    connection.disconnect();
  }
}

/** At the start: all that is missing is named once, in one line. What can work works. */
export function createRightsCheck(deps: {
  readonly redis: Redis;
  readonly keys: Pick<Keys, 'prefix'>;
  readonly log: Pick<Logger, 'warn' | 'debug'>;
}): Service {
  const { redis, keys, log } = deps;
  return {
    name: 'redis-rights',
    async start() {
      try {
        const missing = await findMissingRights(redis, keys);
        if (missing.length > 0) log.warn({ missing }, 'redis_rights_missing');
      } catch (error) {
        log.debug({ reason: messageOf(error) }, 'redis_rights_unknown');
      }
    },
    async stop() {},
  };
}

/** Answers `name` where it is forbidden. */
async function tryRight(work: () => Promise<unknown>, name: string): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (messageOf(error).startsWith('NOPERM')) return name;
    // There is no such command here, for example: other checks tell of that.
    return undefined;
  }
}

function nameOf(command: string, args: readonly string[], prefix: string): string {
  const isOwn = args.some((arg) => arg.startsWith(`${prefix}:`));
  return isOwn ? `${command} ${prefix}:*` : [command, ...args.slice(0, 2)].join(' ').trim();
}
