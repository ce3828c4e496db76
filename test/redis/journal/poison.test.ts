// Events that Redis can't take in, whatever the reason: each costs nobody but itself, and is never lost.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decode } from '../../../src/dialects/all-dialects.ts';
import { createPublish } from '../../../src/intake/publish.ts';
import { createRedrive } from '../../../src/intake/redrive.ts';
import type { Candidate, Journal } from '../../../src/journal/journal.ts';
import { createDeadLetters } from '../../../src/redis/dead-letters/dead-letters.ts';
import { createFollowerAside } from '../../../src/redis/dead-letters/follower-aside.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { anEvent, candidate } from '../../helpers/events.ts';
import { createIntakeKit, type IntakeKit } from '../../helpers/intake-kit.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';

let kit: RedisKit;
let keys: Keys;
let parts: IntakeKit;
let journal: Journal;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(() => {
  keys = kit.fresh();
  parts = createIntakeKit({ redis: kit.redis, keys });
  journal = parts.journal;
});

const DAY_MS = 86_400_000;
const ODD = {
  projectId: 'odd-project',
  sessionId: 'odd-session',
  jobId: 'odd-job',
  type: 'odd.type',
  time: '2026-07-07T07:07:00.000Z',
};
const odd = (fields: Partial<Candidate> = {}): Candidate => ({
  ...candidate(anEvent({ ...ODD, id: 'odd' })),
  ...fields,
});
/** Nothing here is a message of a chat. */
const redeliver = async () => ({ kind: 'still_dead', reason: 'no message' }) as const;
const fine = (id: string) => candidate(anEvent({ id }));
const ack = (from: string, to: string) => ({ source: 'televibe:stream:x', from, to });
const idsOf = async () =>
  (await kit.redis.xrange(keys.journal, '-', '+')).map(
    ([, [, json = '']]) => (JSON.parse(json) as { id: string }).id,
  );
const letters = () => createDeadLetters(kit.redis, keys).list(100);
/** Links are texts, everything else is not. */
const breakKey = (name: string) =>
  name.startsWith('link:')
    ? kit.redis.hset(`${keys.prefix}:${name}`, 'of another', 'type')
    : kit.redis.set(`${keys.prefix}:${name}`, 'of another type');

/** The bucket in which the id of an event is remembered. */
async function breakMemoryOf(one: Candidate): Promise<string> {
  const probe = kit.fresh();
  await createIntakeKit({ redis: kit.redis, keys: probe }).journal.append({
    candidates: [one],
    deadLetters: [],
  });
  const [found = ''] = await kit.redis.keys(`${probe.prefix}:seen:*:*`);
  const bucket = found.replace(`${probe.prefix}:`, '');
  await breakKey(bucket);
  return `${keys.prefix}:${bucket}`;
}

describe('an event of which something can not be written', () => {
  it.each([
    ['ix:project:odd-project', {}],
    ['ix:session:odd-session', {}],
    ['ix:job-of:odd-project\todd-job', {}],
    ['ix:projects-of:odd-job', {}],
    ['ix:type:odd.type', {}],
    ['waiting:plan:7', { links: [{ of: 'plan:7', to: 'project:p' }] }],
    ['link:plan:8', { belongsTo: 'plan:8', event: { projectId: undefined } }],
    ['waiting:plan:9', { belongsTo: 'plan:9', event: { projectId: undefined } }],
  ])('as of %s is journalled all the same, and so are the others', async (key, fields) => {
    await breakKey(key);
    const { event: changed, ...more } = { event: {}, ...fields };
    const { projectId: _, ...rest } = odd().event;
    const event = 'projectId' in changed ? rest : odd().event;
    const batch = [fine('before'), odd({ ...more, event } as Partial<Candidate>), fine('after')];
    const acknowledgement = ack('', '3-0');
    const result = await journal.append({ candidates: batch, deadLetters: [], acknowledgement });
    if (result.kind === 'moved') throw new Error('moved');
    expect(result.positions).not.toContain(undefined);
    expect(result.failures).toMatchObject([
      { index: 1, kind: 'unindexed', reason: expect.stringContaining('WRONGTYPE') },
    ]);
    expect(await idsOf()).toEqual(['before', 'odd', 'after']);
    expect(await letters()).toEqual([]);
    expect(await journal.append({ candidates: batch, deadLetters: [], acknowledgement })).toEqual({
      kind: 'moved',
      at: '3-0',
    });
    expect(await idsOf()).toHaveLength(3);
  });

  it.each(['times', `times:${Math.floor(Date.parse(ODD.time) / DAY_MS)}`, 'ix:types', 'surplus'])(
    'as of %s, which is written once a batch, is journalled with the others',
    async (key) => {
      await breakKey(key);
      const small = createIntakeKit({ redis: kit.redis, keys, perJob: 1 });
      const second = candidate(anEvent({ ...ODD, id: 'odd-2' }));
      const batch = { candidates: [fine('a'), odd(), second, fine('b')], deadLetters: [] };
      const result = await small.journal.append(batch);
      const told = result.kind === 'appended' && (result.problem ?? result.failures?.[0]?.reason);
      expect(told).toContain('WRONGTYPE');
      expect(await idsOf()).toEqual(['a', 'odd', 'odd-2', 'b']);
    },
  );

  it('is told in the log, with its type and without its content', async () => {
    await breakKey('ix:type:odd.type');
    const text = {
      event_id: 'x',
      event_type: 'odd.type',
      project_id: 'p',
      data: { key: 'hunter2' },
    };
    const message = {
      dialect: 'televibe',
      source: 'televibe:stream:p',
      entryId: '1-0',
      arrivedAt: 1,
    };
    await parts.receive.ingest({
      messages: [{ ...message, text: JSON.stringify(text) }],
      lossy: false,
      acknowledgement: ack('', '1-0'),
    });
    expect(parts.log.count('event_not_indexed')).toBe(1);
    expect(JSON.stringify(parts.log.lines)).not.toContain('hunter2');
  });
});

describe('an event that can not be journalled', () => {
  it('becomes a dead letter in the same step; the position moves and nothing is written twice', async () => {
    await breakMemoryOf(odd());
    const batch = { candidates: [fine('before'), odd(), fine('after')], deadLetters: [] };
    const result = await journal.append({ ...batch, acknowledgement: ack('', '3-0') });
    if (result.kind === 'moved') throw new Error('moved');
    expect(result.positions.map((position) => position !== undefined)).toEqual([true, false, true]);
    expect(result.failures).toMatchObject([{ index: 1, kind: 'lost' }]);
    expect(await kit.redis.hget(keys.positions, 'televibe:stream:x')).toBe('3-0');
    // As a client sends it again whose answer was lost: with and without a source.
    await journal.append({ ...batch, acknowledgement: ack('', '3-0') });
    await journal.append(batch);
    expect(await idsOf()).toEqual(['before', 'after']);
    expect(await letters()).toMatchObject([
      {
        source: 'journal',
        stage: 'decoding',
        attempts: 1,
        reason: expect.stringMatching(/WRONGTYPE/),
      },
    ]);
  });

  it('is an event after all when its letter is tried again, once', async () => {
    const key = await breakMemoryOf(odd());
    await journal.append({ candidates: [odd()], deadLetters: [] });
    const deadLetters = createDeadLetters(kit.redis, keys);
    const followerAside = createFollowerAside(kit.redis, keys);
    const redrive = createRedrive({ ...parts, deadLetters, followerAside, redeliver, decode });
    const [letter] = await letters();
    const id = letter?.id ?? '';
    expect(await redrive(id)).toMatchObject({ kind: 'still_dead' });
    expect(await letters()).toHaveLength(1);
    await kit.redis.del(key);
    expect(await redrive(id)).toEqual({ kind: 'journalled', eventId: 'odd' });
    expect(await redrive(id)).toEqual({ kind: 'unknown' });
    expect(await idsOf()).toEqual(['odd']);
    expect(await letters()).toEqual([]);
    expect(await parts.metrics.text()).toContain(
      'event_type="odd.type",project_id="odd-project"} 1',
    );
  });

  it('is told to whoever published it, with its place, and never keeps the others out', async () => {
    const publish = createPublish({ ...parts, decode });
    const message = (id: string) => ({
      dialect: 'televibe',
      source: 'http',
      arrivedAt: systemClock.now(),
      text: JSON.stringify({
        event_id: id,
        event_type: 'job.started',
        job_id: 'j1',
        project_id: 'p',
      }),
    });
    const all = [message('a'), message('b'), message('c')];
    const probe = createPublish({ ...createIntakeKit({ redis: kit.redis, keys: keys }), decode });
    expect(await probe([message('b')])).toMatchObject({ kind: 'published' });
    const [bucket = ''] = await kit.redis.keys(`${keys.prefix}:seen:*:*`);
    await kit.redis.del(bucket, keys.journal);
    await kit.redis.set(bucket, 'of another type');
    for (let round = 0; round < 2; round += 1) {
      expect(await publish(all)).toMatchObject({
        kind: 'invalid',
        isOurs: true,
        errors: [{ index: 1 }],
      });
    }
    expect(await idsOf()).toEqual(['a', 'c']);
    expect(await letters()).toEqual([]);
  });
});

describe('the state of Redis itself', () => {
  it('refuses a whole append before anything of it is written: out of memory', async () => {
    await kit.redis.config('SET', 'maxmemory', '1mb');
    try {
      const batch = { candidates: [fine('a')], deadLetters: [] };
      await expect(journal.append(batch)).rejects.toThrow(/^OOM/);
      await expect(journal.append({ ...batch, poison: 'report' })).rejects.toThrow(/^OOM/);
      const acknowledgement = ack('', '1-0');
      await expect(journal.append({ ...batch, acknowledgement })).rejects.toThrow(/^OOM/);
    } finally {
      await kit.redis.config('SET', 'maxmemory', '0');
    }
    expect(await kit.redis.keys(`${keys.prefix}:*`)).toEqual([]);
  });

  it('is what is wrong when the journal itself is of another type: nothing becomes a letter', async () => {
    await kit.redis.set(keys.journal, 'x');
    const batch = { candidates: [fine('a')], deadLetters: [], acknowledgement: ack('', '1-0') };
    await expect(journal.append(batch)).rejects.toThrow(/^WRONGTYPE The journal/);
    expect(await letters()).toEqual([]);
    expect(await kit.redis.hget(keys.positions, 'televibe:stream:x')).toBeNull();
  });
});

describe('an event that could not be routed', () => {
  it('is journalled anew, in one step with the end of its letter', async () => {
    await journal.append({ candidates: [fine('a'), fine('b')], deadLetters: [] });
    const [, entry] = await journal.read('0-0', 2);
    const raw = JSON.stringify(entry?.event);
    const letter = { source: 'journal', entryId: entry?.position ?? '', raw, reason: 'broke' };
    const deadLetters = [{ ...letter, attempts: 2, stage: 'routing' } as const];
    await journal.append({ candidates: [], deadLetters });
    const book = createDeadLetters(kit.redis, keys);
    const followerAside = createFollowerAside(kit.redis, keys);
    const redrive = createRedrive({
      ...parts,
      deadLetters: book,
      followerAside,
      redeliver,
      decode,
    });
    const [id = ''] = await book.ids(10, 'routing');
    expect(await book.ids(10, 'decoding')).toEqual([]);
    expect(await redrive(id)).toEqual({ kind: 'routed', eventId: 'b' });
    expect(await idsOf()).toEqual(['a', 'b', 'b']);
    // An answer that was lost: the same step once more.
    const again = { ...fine('b'), isAnew: true };
    await journal.append({ candidates: [again], deadLetters: [], letter: id });
    expect(await idsOf()).toEqual(['a', 'b', 'b']);
  });

  it('is given to its follower again, as long as it is kept', async () => {
    await journal.append({ candidates: [fine('a')], deadLetters: [] });
    const [entry] = await journal.read('0-0', 1);
    const raw = JSON.stringify(entry?.event);
    const letter = { source: 'follower:gates', raw, reason: 'no room', attempts: 4 };
    const entryIds = [entry?.position ?? '', '1-1'];
    const deadLetters = entryIds.map((entryId) => ({
      ...letter,
      entryId,
      stage: 'following' as const,
    }));
    await journal.append({ candidates: [], deadLetters });
    const book = createDeadLetters(kit.redis, keys);
    const followerAside = createFollowerAside(kit.redis, keys);
    const redrive = createRedrive({
      ...parts,
      deadLetters: book,
      followerAside,
      redeliver,
      decode,
    });
    const [gone = '', kept = ''] = await book.ids(10);
    expect(await redrive(kept)).toEqual({ kind: 'queued', follower: 'follower:gates' });
    expect(await redrive(gone)).toMatchObject({ kind: 'still_dead' });
    expect([...(await followerAside.all('follower:gates')).keys()]).toEqual([entry?.position]);
    expect(await book.ids(10)).toEqual([gone]);
  });
});
