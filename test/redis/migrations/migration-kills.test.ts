// Moving the data of a former version, whatever happens meanwhile: killed after any step, two programs at
// once, a former version that still runs, a lease that was lost; and data that must not be touched.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLease } from '../../../src/redis/routing/lease.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import type { DumpedKey } from '../../helpers/key-dump.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import {
  type FormerVersion,
  loadFormer,
  migrationsOn,
  standing,
  watchWrites,
} from './migration-kit.ts';

/** From 0.1 there are two steps, from 0.2 one. */
const VERSIONS: FormerVersion[] = ['0.1', '0.2'];

let kit: RedisKit;
let keys: Keys;
let expected: readonly DumpedKey[];
let expectedOf: ReadonlyMap<FormerVersion, readonly DumpedKey[]>;

beforeAll(async () => {
  kit = await startRedisKit();
  const all = VERSIONS.map(async (version) => {
    const reference = kit.fresh();
    await loadEnded(reference, version);
    await migrationsOn(kit.redis, reference).migrations.start();
    return [version, await standing(kit.redis, reference)] as const;
  });
  expectedOf = new Map(await Promise.all(all));
  expected = expectedOf.get('0.1') ?? [];
});
afterAll(() => kit.server.stop());
beforeEach(async () => {
  keys = kit.fresh();
  await loadFormer(kit.redis, keys);
});
afterEach(async () => {
  await kit.redis.flushall();
});

const watched = (on: (write: number) => unknown) => watchWrites(kit.redis, on);

/** Everything fails from this write on, as when the process is gone. */
function killedAt(write: number) {
  return watched((count) => {
    if (count >= write) throw new Error('killed');
  });
}

/** The leases of a program that is gone run out. */
async function leasesEnd(of = keys): Promise<void> {
  await kit.redis.del(of.lease('migration'), of.lease('router'));
}

async function loadEnded(to: Keys, version: FormerVersion): Promise<void> {
  await loadFormer(kit.redis, to, version);
  await leasesEnd(to);
}

async function writesOf(atOnce: number): Promise<number> {
  let count = 0;
  const redis = watched((write) => {
    count = write;
  });
  await migrationsOn(redis, keys, { atOnce }).migrations.start();
  await kit.redis.flushall();
  return count;
}

function pendingOf(dump: readonly DumpedKey[]): number {
  const list = dump.find(({ key }) => key === 'approvals:pending');
  return list?.type === 'zset' ? list.value.length : 0;
}

describe('a migration that was killed', () => {
  // In parts, since each start takes its time.
  it.each([
    ...[['0.1', 1, 3] as const, ['0.1', 2, 3] as const, ['0.1', 3, 3] as const],
    ...[['0.2', 1, 2] as const, ['0.2', 2, 2] as const],
  ])(
    'after any of its steps is finished by the next start: %s, part %i of %i',
    async (version, part, parts) => {
      await kit.redis.flushall();
      await loadEnded(keys, version);
      const atOnce = 25;
      const total = await writesOf(atOnce);
      expect(total).toBeGreaterThan(version === '0.1' ? 50 : 8);
      for (let write = part; write <= total; write += parts) {
        await loadEnded(keys, version);
        const { migrations } = migrationsOn(killedAt(write), keys, { atOnce });
        await expect(migrations.start()).rejects.toThrow('killed');
        await leasesEnd();
        await migrationsOn(kit.redis, keys, { atOnce }).migrations.start();
        const now = await standing(kit.redis, keys);
        expect(now, `killed at write ${write}`).toEqual(expectedOf.get(version));
        await kit.redis.flushall();
      }
    },
  );

  it('time and again, each command by itself, is finished in the end', async () => {
    const atOnce = 1;
    const total = await writesOf(atOnce);
    await loadFormer(kit.redis, keys);
    for (const share of [0.03, 0.3, 0.5, 0.6, 0.7, 0.8, 0.87, 0.93, 0.96, 0.98, 0.999]) {
      const { migrations } = migrationsOn(killedAt(Math.ceil(total * share)), keys, { atOnce });
      await migrations.start().catch(() => {});
      await leasesEnd();
    }
    await migrationsOn(kit.redis, keys).migrations.start();
    expect(await standing(kit.redis, keys)).toEqual(expected);
  });

  it('while it was built leaves the data of the former version as they were', async () => {
    const former = await standing(kit.redis, keys);
    const { migrations } = migrationsOn(killedAt(10), keys, { atOnce: 25 });
    await expect(migrations.start()).rejects.toThrow('killed');
    const now = await standing(kit.redis, keys);
    expect(now.filter(({ key }) => !key.startsWith('staged'))).toEqual(former);
  });

  it('is built anew, since the former version may have gone on', async () => {
    const layout = `${keys.prefix}:layout`;
    const staged = `${keys.prefix}:staged:approvals:pending`;
    // The first write after which the list is built, and nothing is exchanged yet.
    for (let write = 1; (await kit.redis.zcard(staged)) === 0; write += 1) {
      await migrationsOn(killedAt(write), keys, { atOnce: 25 })
        .migrations.start()
        .catch(() => {});
      await leasesEnd();
    }
    expect(await kit.redis.exists(layout)).toBe(0);
    await kit.redis.zrem(keys.pendingApprovals, 'deploy-1');
    await migrationsOn(kit.redis, keys).migrations.start();
    expect(await kit.redis.zcard(keys.pendingApprovals)).toBe(pendingOf(expected) - 1);
  });

  it('writes nothing more when it is slow and another one was faster', async () => {
    const slow = watched(async (write) => {
      if (write !== 12) return;
      // It sleeps; its leases run out, and somebody else does the whole work.
      await leasesEnd();
      await migrationsOn(kit.redis, keys).migrations.start();
    });
    const { migrations, log } = migrationsOn(slow, keys, { atOnce: 25 });
    await migrations.start();
    expect(log.count('migration_interrupted')).toBe(1);
    expect(await standing(kit.redis, keys)).toEqual(expected);
  });
});

describe('two programs at once', () => {
  it('move the data once, and both go on', async () => {
    const both = [migrationsOn(kit.redis, keys), migrationsOn(kit.redis, keys)];
    await Promise.all(both.map(({ migrations }) => migrations.start()));
    const started = both.map(({ log }) => log.count('migration_started'));
    expect(started.reduce((sum, count) => sum + count, 0)).toBe(2);
    expect(await standing(kit.redis, keys)).toEqual(expected);
  });

  it('of which one was stopped: the other one does it', async () => {
    const own = createLease(kit.redis, keys, 'migration');
    await own.acquireOrRenew();
    const { migrations } = migrationsOn(kit.redis, keys);
    const waiting = expect(migrations.start()).rejects.toMatchObject({ code: 'unavailable' });
    await migrations.stop();
    await waiting;
    await own.release();
    await migrationsOn(kit.redis, keys).migrations.start();
    expect(await standing(kit.redis, keys)).toEqual(expected);
  });
});

describe('a former version that still runs', () => {
  it('keeps its data: the start ends and says so', async () => {
    const former = await standing(kit.redis, keys);
    await kit.redis.set(keys.lease('router'), '7', 'PX', 60_000);
    let now = 0;
    const monotonic = () => {
      now += 3_000;
      return now;
    };
    const { migrations } = migrationsOn(kit.redis, keys, { clock: { ...systemClock, monotonic } });
    await expect(migrations.start()).rejects.toMatchObject({
      code: 'taken',
      message: expect.stringMatching(/former version still runs.*stop every replica/),
    });
    expect(await standing(kit.redis, keys)).toEqual(former);
  });

  it('is waited for while it ends', async () => {
    await kit.redis.set(keys.lease('router'), '7', 'PX', 300);
    await migrationsOn(kit.redis, keys).migrations.start();
    expect(await standing(kit.redis, keys)).toEqual(expected);
  });
});

describe('a value of a former version that can’t be read', () => {
  it.each(
    ['jobs', 'members', 'tokens', 'tails', 'approval:deploy-1', 'out:1002:payload'].map((name) => {
      return { name, field: name.startsWith('approval:') ? 'request' : undefined };
    }),
  )('ends the start and is named: one of $name', async ({ name, field }) => {
    const key = `${keys.prefix}:${name}`;
    const at = field ?? Object.keys(await kit.redis.hgetall(key))[0] ?? '';
    await kit.redis.hset(key, at, '{"asks":7}');
    const former = await standing(kit.redis, keys);
    await expect(migrationsOn(kit.redis, keys).migrations.start()).rejects.toMatchObject({
      code: 'stored_unreadable',
      message: expect.stringContaining(`${key}, field ${JSON.stringify(at)}`),
    });
    const now = await standing(kit.redis, keys);
    expect(now.filter((one) => !one.key.startsWith('staged'))).toEqual(former);
  });
});

describe('the layout of the data', () => {
  it.each(['4', '3>4 remove', '3>4 move', '12'])(
    '%j is newer than this program, which says so and ends',
    async (layout) => {
      await kit.redis.set(`${keys.prefix}:layout`, layout);
      const former = await standing(kit.redis, keys);
      const { migrations } = migrationsOn(kit.redis, keys);
      const done = vi.fn();
      void migrations.done.then(done);
      const number = /\d+(?= |$)/.exec(layout.replace(/^\d+>/, ''))?.[0];
      await expect(migrations.start()).rejects.toMatchObject({
        code: 'config_invalid',
        exitCode: 78,
        message: expect.stringContaining(
          `Redis holds data of a newer jobwire (layout ${number}); this one knows 3.`,
        ),
      });
      expect(await standing(kit.redis, keys)).toEqual(former);
      expect(done).not.toHaveBeenCalled();
    },
  );

  it.each(['two', '0', '-1', ''])('that nobody writes, like "%s", is no layout', async (text) => {
    await kit.redis.set(`${keys.prefix}:layout`, text);
    await expect(migrationsOn(kit.redis, keys).migrations.start()).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining(`"${text}"`),
    });
  });

  it('is the newest where there are no data, and no lease is asked for', async () => {
    const fresh = kit.fresh();
    const { migrations, log } = migrationsOn(kit.redis, fresh);
    await migrations.start();
    await migrations.done;
    expect(await kit.redis.keys(`${fresh.prefix}:*`)).toEqual([`${fresh.prefix}:layout`]);
    expect(await kit.redis.get(`${fresh.prefix}:layout`)).toBe('3');
    expect(log.lines).toEqual([]);
  });

  it('is the second one where keys are that only it has, though no number was written', async () => {
    await kit.redis.flushall();
    await loadEnded(keys, '0.2');
    await kit.redis.del(`${keys.prefix}:layout`);
    const { migrations, log } = migrationsOn(kit.redis, keys);
    await migrations.start();
    expect(log.lines.map(({ fields }) => fields)).toEqual([{ to: 3 }, { to: 3 }]);
    expect(await standing(kit.redis, keys)).toEqual(expectedOf.get('0.2'));
  });

  it('is made once more where its number was lost, and nothing changes', async () => {
    await migrationsOn(kit.redis, keys).migrations.start();
    await kit.redis.del(`${keys.prefix}:layout`);
    await migrationsOn(kit.redis, keys).migrations.start();
    expect(await standing(kit.redis, keys)).toEqual(expected);
  });

  it('of another jobwire on the same Redis is its own', async () => {
    const neighbour = kit.fresh();
    await loadFormer(kit.redis, neighbour);
    const former = await standing(kit.redis, neighbour);
    await migrationsOn(kit.redis, keys).migrations.start();
    expect(await standing(kit.redis, neighbour)).toEqual(former);
  });
});
