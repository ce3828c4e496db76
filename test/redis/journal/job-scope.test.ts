// A job is one of a project: another project's job of the same id is neither found, nor waited for,
// nor does it push anything out.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EventFilter } from '../../../src/journal/event-filter.ts';
import type { Journal } from '../../../src/journal/journal.ts';
import { createJournal } from '../../../src/redis/journal/journal.ts';
import { prune } from '../../../src/redis/journal/retention.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { anEvent, candidate } from '../../helpers/events.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';

let kit: RedisKit;
let keys: Keys;
let journal: Journal;
const limits = { retentionMs: 86_400_000, perJob: 3 };

beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(() => {
  keys = kit.fresh();
  journal = createJournal({
    redis: kit.redis,
    keys,
    limits,
    newEpoch: () => 'e',
    clock: systemClock,
  });
});

async function append(count: number, projectId: string | undefined, jobId = 'deploy') {
  const { projectId: _, ...rest } = anEvent({ jobId });
  const events = Array.from({ length: count }, (_none, at) => ({
    ...rest,
    id: `${rest.id}-${at}`,
    ...(projectId === undefined ? {} : { projectId }),
  }));
  const candidates = events.map((event) => candidate(event));
  await journal.append({ candidates, deadLetters: [] });
  return events.map(({ id }) => id);
}

async function idsOf(filter: EventFilter): Promise<string[]> {
  const { entries } = await journal.query({ filter, order: 'asc', limit: 100 });
  return entries.map(({ event }) => event.id);
}

/** How often each command ran meanwhile, those in scripts too. */
async function commandsOf(run: () => Promise<unknown>): Promise<Record<string, number>> {
  await kit.redis.config('RESETSTAT');
  await run();
  const stats = await kit.redis.info('commandstats');
  const counts = [...stats.matchAll(/^cmdstat_(\w+):calls=(\d+)/gm)];
  return Object.fromEntries(counts.map(([, name, calls]) => [name, Number(calls)]));
}

describe('a job of another project', () => {
  it('costs a look-up the same as one that nobody has, however much there is of it', async () => {
    await append(1, 'mine', 'own');
    await append(500, 'theirs', 'hidden');
    await append(500, undefined, 'of-none');
    const find = (jobId: string) => () => idsOf({ jobId, projectIds: ['mine', 'other'] });
    await find('warm')();
    const none = await commandsOf(find('nothing'));
    expect(await commandsOf(find('hidden'))).toEqual(none);
    expect(await commandsOf(find('of-none'))).toEqual(none);
    expect(await commandsOf(find('own'))).not.toEqual(none);
  });

  it('of the same id is not found with the own one, nor walked', async () => {
    const mine = await append(2, 'mine');
    const theirs = await append(3, 'theirs');
    const ofNone = await append(1, undefined);
    expect(await idsOf({ jobId: 'deploy', projectIds: ['mine'] })).toEqual(mine);
    expect(await idsOf({ jobId: 'deploy' })).toEqual([...mine, ...theirs, ...ofNone]);
    const find = () => idsOf({ jobId: 'deploy', projectIds: ['mine'] });
    const before = await commandsOf(find);
    await append(3, 'theirs');
    expect(await commandsOf(find)).toEqual(before);
  });

  it('pushes none of the own events out, however many it has', async () => {
    const mine = await append(3, 'mine');
    await append(200, 'theirs');
    await append(200, undefined);
    const past = Date.now() - 3_600_000;
    for (const position of await kit.redis.zrange(keys.surplus, '0', '-1')) {
      await kit.redis.zadd(keys.surplus, past, position);
    }
    await kit.redis.set(keys.routed, '9999999999999-0');
    await prune({ redis: kit.redis, keys, limits, now: systemClock.now });
    expect(await idsOf({ jobId: 'deploy', projectIds: ['mine'] })).toEqual(mine);
    expect(await idsOf({ jobId: 'deploy', projectIds: ['theirs'] })).toHaveLength(3);
  });
});

describe('a job whose project is learned later', () => {
  it.each(['before', 'after'])('is found in it, when the link comes %s', async (when) => {
    const { projectId: _, ...event } = anEvent({ jobId: 'late' });
    const links = [{ of: 'plan:1', to: 'project:mine' }];
    const teach = { ...candidate(anEvent({ jobId: 'x' })), links };
    const learns = { ...candidate(event), belongsTo: 'plan:1' };
    for (const each of when === 'before' ? [teach, learns] : [learns, teach]) {
      await journal.append({ candidates: [each], deadLetters: [] });
    }
    expect(await idsOf({ jobId: 'late', projectIds: ['mine'] })).toEqual([event.id]);
    expect(await idsOf({ jobId: 'late', projectIds: ['theirs'] })).toEqual([]);
    expect(await idsOf({ jobId: 'late' })).toEqual([event.id]);
  });
});

describe('what a former version indexed', () => {
  it('is found until it is no longer kept', async () => {
    const old = await append(2, 'mine');
    // As it was: by job alone, and nothing said of when that ended.
    const [from] = await kit.redis.xrange(`${keys.prefix}:ix:job-of:mine\tdeploy`, '-', '+');
    const positions = await kit.redis.xrange(keys.journal, '-', '+');
    for (const [position] of positions) {
      await kit.redis.xadd(`${keys.prefix}:ix:job:deploy`, position, '', '');
    }
    await kit.redis.del(`${keys.prefix}:ix:job-of:mine\tdeploy`, `${keys.prefix}:ix:jobs-since`);
    await kit.redis.del(`${keys.prefix}:ix:projects-of:deploy`);
    expect(from).toBeDefined();
    journal = createJournal({
      redis: kit.redis,
      keys,
      limits,
      newEpoch: () => 'e',
      clock: systemClock,
    });
    expect(await idsOf({ jobId: 'deploy', projectIds: ['mine'] })).toEqual(old);
    const later = await append(1, 'mine');
    const theirs = await append(1, 'theirs');
    expect(await idsOf({ jobId: 'deploy', projectIds: ['mine'] })).toEqual([...old, ...later]);
    expect(await idsOf({ jobId: 'deploy' })).toEqual([...old, ...later, ...theirs]);
    await kit.redis.xtrim(keys.journal, 'MAXLEN', 2);
    expect(await idsOf({ jobId: 'deploy', projectIds: ['mine'] })).toEqual(later);
  });
});
