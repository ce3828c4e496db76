// Lists of jobs read only what they show, whatever else is kept; and those of former versions are in them.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { JOBS_KEPT, type Job, type JobScope } from '../../../src/jobs/job-board.ts';
import { jobKey } from '../../../src/jobs/job-key.ts';
import { createRedaction } from '../../../src/redact/redaction.ts';
import { createJobBoard } from '../../../src/redis/jobs/job-board.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { browseJobs } from '../../../src/telegram/commands/looking/browse-jobs.ts';
import { createMemoryChatBook } from '../../helpers/memory-chat-book.ts';
import { aJob } from '../../helpers/memory-job-board.ts';
import { createMemoryMembers } from '../../helpers/memory-members.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { routeSteps } from '../approvals/approval-kit.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

const READER = 1002;
const keyOf = ({ projectId, id }: Job) => jobKey(projectId, id);
const changeOf = (job: Job) => ({ kind: 'job', key: keyOf(job), job }) as const;

function aJobAt(second: number, fields: Partial<Job>): Job {
  return aJob({
    updatedAt: new Date(Date.UTC(2026, 2, 2) + second * 1_000).toISOString(),
    ...fields,
  });
}

async function idsIn(keys: Keys, scope: JobScope) {
  const found: string[] = [];
  for await (const part of createJobBoard(kit.redis, keys).walk(scope)) {
    found.push(...part.map(({ id }) => id));
  }
  return found;
}

/** Stores jobs as the version before did. */
async function storeFormer(keys: Keys, jobs: readonly Job[]) {
  const stored = jobs.flatMap((job) => [keyOf(job), JSON.stringify(job)]);
  await kit.redis.hset(keys.jobs, ...stored);
  const changed = jobs.flatMap((job) => [Date.parse(job.updatedAt), keyOf(job)]);
  await kit.redis.zadd(keys.jobsByChange, ...changed);
}

it('lists jobs that a former version stored, once, with those that came since', async () => {
  const keys = kit.fresh();
  const former = Array.from({ length: 1_200 }, (_, at) =>
    aJobAt(at, {
      id: `j${at}`,
      projectId: at % 2 === 0 ? 'a' : 'b',
      status: at < 1_190 ? 'failed' : 'running',
    }),
  );
  await storeFormer(keys, former);
  await kit.redis.hset(keys.jobs, 'odd', 'no JSON');
  await kit.redis.zadd(keys.jobsByChange, 1, 'odd');
  await routeSteps(kit.redis, keys)(changeOf(aJobAt(1_198, { id: 'j1198', status: 'completed' })));
  expect(await idsIn(keys, { projectIds: ['a'], isOpen: true })).toEqual([
    'j1196',
    'j1194',
    'j1192',
    'j1190',
  ]);
  expect(await idsIn(keys, { projectIds: ['a'] })).toHaveLength(600);
  expect(await idsIn(keys, { isOpen: true })).toHaveLength(9);
});

it('lists no job that was forgotten, or that moved into its project', async () => {
  const keys = kit.fresh();
  const commit = routeSteps(kit.redis, keys);
  const { projectId: _, ...ofNone } = aJobAt(9, { id: 'm' });
  await commit(changeOf(aJobAt(1, { id: 'old' })), changeOf(ofNone));
  const home = { key: 'h', projectId: 'a' };
  const moved = aJobAt(10, { id: 'm' });
  await commit({ ...changeOf(moved), movedFrom: keyOf(ofNone), home });
  expect(await idsIn(keys, { isOpen: true })).toEqual(['m', 'old']);
  expect(await idsIn(keys, { projectIds: ['a'] })).toEqual(['m', 'old']);
  const news = Array.from({ length: JOBS_KEPT - 1 }, (_, at) =>
    aJobAt(20 + at, { id: `n${at}`, projectId: 'b' }),
  );
  await commit(...news.map(changeOf));
  expect(await idsIn(keys, { projectIds: ['a'] })).toEqual(['m']);
  expect(await kit.redis.zcard(keys.openJobsIn('a'))).toBe(1);
  expect(await kit.redis.zcard(keys.openJobs)).toBe(JOBS_KEPT);
});

it('reads of 100,000 jobs only the first few of those that it is asked for', async () => {
  const keys = kit.fresh();
  const jobs = Array.from({ length: 100_000 }, (_, at) =>
    aJobAt(at, { id: `j${at}`, projectId: at % 1_000 === 0 ? 'rare' : 'busy' }),
  );
  for (let at = 0; at < jobs.length; at += 5_000)
    await storeFormer(keys, jobs.slice(at, at + 5_000));
  const board = createJobBoard(kit.redis, keys);
  await board.walk({ isOpen: true })[Symbol.asyncIterator]().next();
  await kit.redis.config('RESETSTAT');
  const parts = board.walk({ projectIds: ['rare'], isOpen: true })[Symbol.asyncIterator]();
  const { value = [] } = await parts.next();
  expect(value.map(({ id }: Job) => id).slice(0, 2)).toEqual(['j99000', 'j98000']);
  expect(value.length).toBeLessThanOrEqual(50);
  const rights = { grants: [{ role: 'viewer', projectId: 'rare' }] } as const;
  const person = { userId: READER, name: 'Ben', knownAs: [], ...rights } as const;
  const chat = { id: READER, kind: 'private', title: 'Ben', locale: 'en', level: 'all' } as const;
  const viewer = {
    ...{ member: person, address: { chatId: READER } },
    chat: { ...chat, subscriptions: [], sponsors: [] },
  };
  const page = await browseJobs({ page: 1, size: 6 }, viewer, {
    ...{
      jobs: board,
      chatBook: createMemoryChatBook({ members: createMemoryMembers() }),
      routes: [],
    },
    ...{ redaction: createRedaction({ redact: true }), clock: systemClock },
  });
  expect(page.jobs.map(({ job }) => job.id)).toEqual(
    [93, 92, 91, 90, 89, 88].map((thousand) => `j${thousand}000`),
  );
  const stats = await kit.redis.info('commandstats');
  const calls = (command: string) =>
    Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(stats)?.[1] ?? 0);
  expect(calls('zrevrange') + calls('hmget')).toBeLessThanOrEqual(8);
  expect(calls('hgetall') + calls('eval') + calls('evalsha')).toBe(0);
});
