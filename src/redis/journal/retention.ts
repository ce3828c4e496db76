// Lets go of what need not be kept any more: events by age, and those beyond a job's limit. Runs on
// a schedule that BullMQ keeps, so that one replica does it at a time.
import { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { START } from '../../journal/journal.ts';
import { arrivalMs, comparePositions } from '../../journal/position.ts';
import type { Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/logger.ts';
import { createLoop } from '../../runtime/loop.ts';
import { untilConnected } from '../connection/until-connected.ts';
import type { Keys } from '../scripts/keys.ts';
import { type Limits, oldestKept } from '../scripts/limits.ts';

interface PruneDeps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly limits: Limits;
  readonly now: () => number;
}

interface Deps extends PruneDeps {
  /** A connection of its own, because it waits for jobs. */
  readonly blocking: Redis;
  readonly clock: Clock;
  readonly log: Logger;
}

const QUEUE = 'upkeep';
const SCHEDULE = 'retention';
const EVERY_MS = 60_000;
const LOOK_EVERY_MS = 5_000;
/** What went beyond a job's limit is still shown by windows that are about to close. */
const SURPLUS_MS = 600_000;
const CHUNK = 1_000;

export interface Pruned {
  readonly byAge: number;
  readonly bySurplus: number;
}

export function createRetention(deps: Deps): Service {
  const { redis, blocking, keys, clock, log } = deps;
  const { prefix } = keys;
  let queue: Queue | undefined;
  let worker: Worker | undefined;

  async function run(): Promise<void> {
    const { byAge, bySurplus } = await prune(deps);
    if (byAge + bySurplus > 0) log.info({ byAge, bySurplus }, 'retention_done');
  }

  /** Whatever became of it: a FLUSHALL takes it along. */
  async function keepSchedule(): Promise<void> {
    if (queue === undefined || (await isScheduled(queue))) return;
    const opts = { removeOnComplete: true, removeOnFail: true };
    await queue.upsertJobScheduler(SCHEDULE, { every: EVERY_MS }, { name: 'prune', opts });
  }

  const looking = { name: 'retention-schedule', clock, log, everyMs: LOOK_EVERY_MS };
  const schedule = createLoop(looking, keepSchedule);
  return {
    name: 'retention',
    async start() {
      await untilConnected(blocking);
      queue = new Queue(QUEUE, { connection: redis, prefix });
      queue.on('error', (error) => log.debug({ reason: messageOf(error) }, 'retention_error'));
      await schedule.start();
      worker = new Worker(QUEUE, run, { connection: blocking, prefix, drainDelay: 1 });
      worker.on('error', (error) => log.debug({ reason: messageOf(error) }, 'retention_error'));
      worker.on('failed', (_job, error) => {
        log.warn({ reason: messageOf(error) }, 'retention_failed');
      });
      await worker.waitUntilReady();
    },
    async stop() {
      await schedule.stop();
      await worker?.close();
      await queue?.close();
      worker = undefined;
      queue = undefined;
    },
  };
}

/** It is, and the next job of it waits or is being done. */
async function isScheduled(queue: Queue): Promise<boolean> {
  if ((await queue.getJobScheduler(SCHEDULE)) === undefined) return false;
  const counts = await queue.getJobCounts('delayed', 'waiting', 'active', 'prioritized');
  return Object.values(counts).some((count) => count > 0);
}

/** Once. Positions that indexes still hold of what is gone are passed over by whoever reads them. */
export async function prune(deps: PruneDeps): Promise<Pruned> {
  const { redis, keys, limits, now } = deps;
  const oldest = oldestKept(limits, now());
  const byAge = await redis.xtrim(keys.journal, 'MINID', oldest);
  const bySurplus = await dropSurplus(deps);
  await forgetTimes(deps, oldest);
  await forgetLate(deps, oldest);
  await forgetSeen(deps);
  return { byAge, bySurplus };
}

/** Never what the router has not yet seen. */
async function dropSurplus({ redis, keys, now }: PruneDeps): Promise<number> {
  const routed = (await redis.get(keys.routed)) ?? START;
  let dropped = 0;
  for (;;) {
    const until = now() - SURPLUS_MS;
    const due = await redis.zrangebyscore(keys.surplus, '-inf', until, 'LIMIT', 0, CHUNK);
    const safe = due.filter((position) => comparePositions(position, routed) <= 0);
    if (safe.length === 0) return dropped;
    await redis
      .multi()
      .xdel(keys.journal, ...safe)
      .zrem(keys.surplus, ...safe)
      .exec();
    dropped += safe.length;
  }
}

/** Days whose last event is gone. */
async function forgetTimes({ redis, keys }: PruneDeps, oldest: string): Promise<void> {
  const days = await redis.hgetall(keys.times);
  for (const [name, last] of Object.entries(days)) {
    if (!name.endsWith('z') || comparePositions(last, oldest) >= 0) continue;
    const day = name.slice(0, -1);
    await redis.multi().hdel(keys.times, `${day}a`, name).del(keys.minutes(day)).exec();
  }
}

async function forgetLate({ redis, keys }: PruneDeps, oldest: string): Promise<void> {
  let cursor = '0';
  do {
    const [next, flat] = await redis.hscan(keys.late, cursor, 'COUNT', CHUNK);
    cursor = next;
    const gone: string[] = [];
    for (let at = 0; at + 1 < flat.length; at += 2) {
      const [position = '', project = ''] = flat.slice(at, at + 2);
      if (comparePositions(position, oldest) >= 0) continue;
      gone.push(position);
      await redis.zremrangebylex(keys.lateOf(project), '-', `(${arrivalMs(oldest)}`);
    }
    if (gone.length > 0) await redis.hdel(keys.late, ...gone);
  } while (cursor !== '0');
}

/** Of ids that are known no longer: the generation now and the one before it count. */
async function forgetSeen({ redis, keys, limits, now }: PruneDeps): Promise<void> {
  const current = Math.floor(now() / limits.retentionMs);
  for (const generation of await redis.smembers(keys.seen)) {
    if (Number(generation) >= current - 1) continue;
    const pattern = keys.seenIn(generation, '*');
    for await (const names of redis.scanStream({ match: pattern, count: CHUNK })) {
      if (names.length > 0) await redis.unlink(...(names as string[]));
    }
    await redis.srem(keys.seen, generation);
  }
}
