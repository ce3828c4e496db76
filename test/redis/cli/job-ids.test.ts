// What the beginning of a job's id means on the command line: the only job that begins so, and never another one than the
// exact id.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jobKey } from '../../../src/jobs/job-key.ts';
import { createJournal } from '../../../src/redis/journal/journal.ts';
import { ALL_MIGRATIONS } from '../../../src/redis/migrations/all-migrations.ts';
import { layoutKey } from '../../../src/redis/migrations/layout.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { jobwireHere } from '../../helpers/command-line.ts';
import { anEvent, candidate } from '../../helpers/events.ts';
import { aJob } from '../../helpers/memory-job-board.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { type HttpApi, startHttpApi } from '../../http/http-api.ts';
import { routeSteps } from '../approvals/approval-kit.ts';

/** Ids, and the project of each. */
const JOBS = [
  ...[
    { id: 'p03', projectId: 'a' },
    { id: 'p03other', projectId: 'a' },
  ],
  ...[
    { id: 'build-1', projectId: 'a' },
    { id: 'build-12', projectId: 'c' },
  ],
  ...[
    { id: 'twin-7', projectId: 'a' },
    { id: 'twin-7', projectId: 'c' },
  ],
];

let kit: RedisKit;
let keys: Keys;
let port: HttpApi;
beforeAll(async () => {
  kit = await startRedisKit({ allowedPrefixes: ['televibe:', 'bull:'] });
  keys = kit.fresh();
  await kit.redis.set(layoutKey(keys.prefix), String(ALL_MIGRATIONS.at(-1)?.to));
  const commit = routeSteps(kit.redis, keys);
  port = await startHttpApi();
  for (const named of JOBS) {
    const job = aJob(named);
    await commit({ kind: 'job', key: jobKey(job.projectId, job.id), job });
    port.board.put(job);
    const text = `log of ${job.id}`;
    await kit.redis.xadd(`televibe:logs:${job.id}`, '*', 'line', text);
    await port.logSink.append({ jobId: job.id }, [{ text, level: 'info' }], { isEnd: true });
  }
});
afterAll(async () => {
  await port.stop();
  for (const { id } of JOBS) await kit.redis.del(`televibe:logs:${id}`);
  await kit.server.stop();
});

const WAYS = [
  { name: 'in Redis', settings: () => ({ REDIS_URL: kit.server.url, KEY_PREFIX: keys.prefix }) },
  { name: 'by HTTP', settings: () => ({ JOBWIRE_URL: port.url, JOBWIRE_TOKEN: 'admin' }) },
];

/** What is given, and the job that it means. */
const MEANT = [
  ...[
    { given: ['p03'], id: 'p03' },
    { given: ['p03o'], id: 'p03other' },
  ],
  ...[
    { given: ['build-1'], id: 'build-1' },
    { given: ['build-12'], id: 'build-12' },
  ],
  ...[
    { given: ['tw'], id: 'twin-7' },
    { given: ['build', '--project', 'c'], id: 'build-12' },
  ],
];

describe.each(WAYS)('jobwire tail $name', ({ settings }) => {
  const tail = (...given: readonly string[]) => jobwireHere(settings(), 'tail', ...given);

  it.each(MEANT)('shows the log of $id for $given', async ({ given, id }) => {
    const { code, out, err } = await tail(...given);
    expect([code, err]).toEqual([0, '']);
    expect(new Set(out.trim().split('\n'))).toEqual(new Set([`log of ${id}`]));
  });

  it('names the candidates, and ends with the usage code', async () => {
    const { code, out, err } = await tail('build');
    expect([code, out]).toEqual([64, '']);
    expect(err).toMatch(/begins with "build": build-1\d?, build-1\d?; expected one of them/);
    expect((await tail('p')).code).toBe(64);
  });

  it('says that there is none', async () => {
    for (const given of ['nothing', '3other', 'P03O']) {
      const { code, err } = await tail(given);
      expect([code, err]).toEqual([1, expect.stringContaining('there is no job')]);
    }
  });
});

describe('jobwire history --job', () => {
  const history = (job: string) =>
    jobwireHere(WAYS[0]?.settings() ?? {}, 'history', '--job', job, '--json');

  it('shows the events of the only job that begins so, and refuses several', async () => {
    const journal = createJournal({
      ...{ redis: kit.redis, keys, newEpoch: () => 'e', clock: systemClock },
      limits: { retentionMs: 86_400_000, perJob: 1_000 },
    });
    const events = ['p03', 'p03other', 'build-1'].map((jobId) => anEvent({ jobId }));
    const now = systemClock.now();
    await journal.append({
      candidates: events.map((event) => candidate(event, now)),
      deadLetters: [],
    });
    const jobsOf = async (given: string) => {
      const { events } = JSON.parse((await history(given)).out) as { events: { job_id: string }[] };
      return [...new Set(events.map(({ job_id: id }) => id))];
    };
    expect(await jobsOf('p03')).toEqual(['p03']);
    expect(await jobsOf('p03o')).toEqual(['p03other']);
    expect(await jobsOf('nothing')).toEqual([]);
    const { code, err } = await history('build');
    expect([code, err]).toEqual([64, expect.stringContaining('build-12')]);
  });
});
