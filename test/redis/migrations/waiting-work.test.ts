// What was under way when layout 3 gave it another name: nothing is forgotten, and nothing is done twice.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAttempts } from '../../../src/redis/dead-letters/attempts.ts';
import { createDeadLetters } from '../../../src/redis/dead-letters/dead-letters.ts';
import { createJournal } from '../../../src/redis/journal/journal.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { approvalStore, routeSteps } from '../approvals/approval-kit.ts';
import { type FormerVersion, loadFormer, migrationsOn, standing } from './migration-kit.ts';

const DAY_MS = 86_400_000;
/** Of 0.2: its job was not heard of when the program was killed, and its minute is over. */
const PENDING = 'f6YfNRPN1OH0j4zzCPGj8J';
/** Of 0.2: its minute was over then. */
const MISSING = 'hPBDxz9L-rBdFB6joKy22M';
const JOB_OF: Readonly<Record<string, string>> = {
  [PENDING]: '5cKc_MZywQvnPjc2nJxBWH',
  [MISSING]: '0owgvHkhI8Y3dIoK_UxO1o',
};

let kit: RedisKit;
let keys: Keys;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(() => {
  keys = kit.fresh();
});

const named = (name: string) => `${keys.prefix}:${name}`;

async function load(version: FormerVersion): Promise<void> {
  await loadFormer(kit.redis, keys, version);
  await kit.redis.del(...(await kit.redis.keys(named('lease:*'))), 'none');
}

const migrate = () => migrationsOn(kit.redis, keys).migrations.start();

describe('a decision that no job acknowledged', () => {
  const kind = async (id: string) =>
    (await approvalStore(kit.redis, keys).get(id))?.acknowledgement?.kind;

  beforeEach(async () => {
    await load('0.2');
    await migrate();
  });

  it('is due as it was, and published again once', async () => {
    const store = approvalStore(kit.redis, keys);
    expect(await kind(PENDING)).toBe('pending');
    expect(await store.unacknowledged(systemClock.now() + 100_000 * DAY_MS)).toEqual([PENDING]);
    const heard: string[] = [];
    const subscriber = kit.server.client();
    subscriber.on('message', (_, text: string) => void heard.push(text));
    const channel = (await kit.redis.hget(keys.approval(PENDING), 'channel')) ?? '';
    await subscriber.subscribe(channel);
    await Promise.all([store.repeat(PENDING), store.repeat(PENDING)]);
    await subscriber.ping();
    const { data, ...event } = JSON.parse(
      (await kit.redis.hget(keys.approval(PENDING), 'announcement')) ?? '',
    );
    const repeated = { ...event, data: { ...data, repeated: true } };
    expect(heard.map((text) => JSON.parse(text))).toEqual([repeated]);
    expect(await kind(PENDING)).toBe('missing');
    expect(await store.unacknowledged(systemClock.now() + 100_000 * DAY_MS)).toEqual([]);
    subscriber.disconnect();
  });

  it.each([
    ['in time', PENDING],
    ['late', MISSING],
  ])('is acknowledged by a sign of its job that comes %s', async (_, id) => {
    await kit.redis.del(keys.routed, keys.audienceRevision);
    const position = `${systemClock.now() + 1_000 * DAY_MS}-0`;
    const at = '2027-01-01T00:00:00.000Z';
    await routeSteps(kit.redis, keys)({ kind: 'alive', job: JOB_OF[id] ?? '', position, at });
    expect((await approvalStore(kit.redis, keys).get(id))?.acknowledgement).toEqual({
      ...{ kind: 'picked_up', at },
    });
    const left = await kit.redis.exists(keys.unacknowledgedOf(JOB_OF[id] ?? ''));
    expect(left).toBe(0);
  });
});

describe('messages that were taken one by one', () => {
  it('are so still, and their tries count', async () => {
    await load('0.2');
    const source = 'televibe:stream:tools';
    const [from = ''] = ((await kit.redis.hget(named('trying'), source)) ?? '').split(' ');
    await kit.redis.hset(named('trying'), `${source} careful`, 7, 'a careful one', '1-0 x ');
    await migrate();
    const attempts = createAttempts(kit.redis, keys, 'a new one');
    const begun = await attempts.begin({ source, from, messages: 500, resolved: true });
    expect(begun).toEqual({ tries: 2, toIsolate: 7 });
    expect(await kit.redis.hget(keys.trying, 'a careful one')).toBe('1-0 x ');
    expect(await kit.redis.hexists(keys.trying, `${source} careful`)).toBe(0);
  });
});

describe('a dead letter', () => {
  it.each<FormerVersion>(['0.1', '0.2'])(
    'of %s is no second one, and is known as long as it was',
    async (version) => {
      await load(version);
      const letters = await createDeadLetters(kit.redis, keys).list(100);
      const decoding = letters.filter(({ stage }) => stage === 'decoding');
      expect(decoding.length).toBeGreaterThan(0);
      const marks = await kit.redis.keys(named('buried:*'));
      const former = await Promise.all(marks.map((mark) => kit.redis.pttl(mark)));
      await migrate();
      const limits = { retentionMs: DAY_MS, perJob: 1_000 };
      const journal = createJournal({
        ...{ redis: kit.redis, keys, limits },
        ...{ newEpoch: () => 'e', clock: systemClock },
      });
      const again = decoding.map(({ source, entryId, raw, reason, attempts, stage }) => {
        return { source, entryId, raw, reason, attempts, stage };
      });
      await journal.append({ candidates: [], deadLetters: again });
      expect(await kit.redis.xlen(keys.deadLetters)).toBe(letters.length);
      const now = await Promise.all(
        marks.map((mark) => kit.redis.pttl(mark.replace(':buried:', ':dead-lettered:'))),
      );
      for (const [at, ttl] of now.entries()) {
        expect(ttl).toBeGreaterThan((former[at] ?? 0) - 60_000);
        expect(ttl).toBeLessThanOrEqual(former[at] ?? 0);
      }
    },
  );
});

describe('what a job made of a decision', () => {
  it('ends the start where it can’t be read, and nothing has changed', async () => {
    await load('0.2');
    await kit.redis.hset(named(`approval:${PENDING}`), 'reception', '{"kind":"lost"}');
    const former = await standing(kit.redis, keys);
    await expect(migrate()).rejects.toMatchObject({
      code: 'stored_unreadable',
      message: expect.stringContaining(`approval:${PENDING}, field "reception"`),
    });
    const now = await standing(kit.redis, keys);
    expect(now.filter(({ key }) => !key.startsWith('staged'))).toEqual(former);
  });
});
