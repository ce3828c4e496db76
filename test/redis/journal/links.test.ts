// Things that belong to other things: the project is found at the end of the links.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Candidate, Journal } from '../../../src/journal/journal.ts';
import { START } from '../../../src/journal/journal.ts';
import { createJournal } from '../../../src/redis/journal/journal.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { anEvent } from '../../helpers/events.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';

let kit: RedisKit;
let keys: Keys;
let journal: Journal;

beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(() => {
  keys = kit.fresh();
  const limits = { retentionMs: 86_400_000, perJob: 3 };
  journal = createJournal({
    redis: kit.redis,
    keys,
    limits,
    newEpoch: () => 'e',
    clock: systemClock,
  });
});

/** An event of a thing; `links` are written `of>to`. */
function told(belongsTo: string | undefined, ...links: string[]): Candidate {
  const { projectId: _none, ...event } = anEvent({ aggregate: belongsTo ?? 'system' });
  const { sessionId: _s, jobId: _j, ...rest } = event;
  return {
    event: rest,
    identity: 'id',
    repeatKey: rest.id,
    arrivedAt: 1_000,
    ...(belongsTo === undefined ? {} : { belongsTo }),
    links: links.map((link) => {
      const [of = '', to = ''] = link.split('>');
      return { of, to };
    }),
  };
}

async function append(...candidates: Candidate[]): Promise<void> {
  await journal.append({ candidates, deadLetters: [] });
}

async function ofProject(projectId: string, order: 'asc' | 'desc' = 'asc') {
  const filter = { projectIds: [projectId] };
  const { entries } = await journal.query({ filter, order, limit: 100 });
  return entries.map(({ event }) => ({ id: event.id, projectId: event.projectId }));
}

const of = (projectId: string, ...candidates: Candidate[]) =>
  candidates.map(({ event }) => ({ id: event.id, projectId }));

describe('an event that names no project', () => {
  it('gets that of the things it belongs to, over several links', async () => {
    const chain = told('plan:1', 'plan:1>feature:1', 'feature:1>project:acme "x"\t/ü');
    const run = told('execution:1', 'execution:1>plan:1');
    const later = told('execution:1');
    await append(chain, run);
    await append(later);
    expect(await ofProject('acme "x"\t/ü')).toEqual(of('acme "x"\t/ü', chain, run, later));
    const read = await journal.read(START, 10);
    expect(read.map(({ event }) => event.projectId)).toEqual(Array(3).fill('acme "x"\t/ü'));
  });

  it('is found once the link is known, though it came before', async () => {
    const early = told('execution:2', 'execution:2>plan:2');
    const plan = told('plan:2', 'plan:2>feature:2');
    const other = told('execution:9');
    await append(early);
    await append(other, plan);
    expect(await ofProject('p')).toEqual([]);
    const feature = told(undefined, 'feature:2>project:p');
    await append(feature);
    const after = told('execution:2');
    await append(after);
    expect(await ofProject('p')).toEqual(of('p', early, plan, after));
    expect(await ofProject('p', 'desc')).toEqual(of('p', after, plan, early));
    const read = await journal.read(START, 10);
    const known = read.map(({ event }) => event.projectId);
    expect(known).toEqual(['p', undefined, 'p', undefined, 'p']);
  });

  it('survives links that lead in a circle', async () => {
    const one = told('a:1', 'a:1>b:1');
    const two = told('b:1', 'b:1>a:1');
    await append(one, two);
    const after = told('b:1');
    await append(told('a:1'), told(undefined, 'b:1>project:p'), after);
    expect(await ofProject('p')).toContainEqual({ id: after.event.id, projectId: 'p' });
  });
});

describe('more events of a job than are kept', () => {
  it('leave the newest, and nothing else of other jobs', async () => {
    const some = Array.from({ length: 5 }, () => told(undefined));
    const candidates = some.map((one) => ({ ...one, event: { ...one.event, jobId: 'big' } }));
    const other = { ...told(undefined) };
    await append(...candidates, { ...other, event: { ...other.event, jobId: 'small' } });
    const find = async (jobId: string) => {
      const { entries } = await journal.query({ filter: { jobId }, order: 'asc', limit: 10 });
      return entries.map(({ event }) => event.id);
    };
    expect(await find('big')).toEqual(candidates.slice(2).map(({ event }) => event.id));
    expect(await find('small')).toHaveLength(1);
    expect(await kit.redis.zcard(keys.surplus)).toBe(2);
  });
});
