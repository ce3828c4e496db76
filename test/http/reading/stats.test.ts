// /api/v1/stats: what is counted, for whom, and what a wrong question hears.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StatsAnswer } from '../../../src/http/routes/stats/stats-schema.ts';
import type { Stats } from '../../../src/stats/stats.ts';
import type { StatsQuery } from '../../../src/stats/stats-query.ts';
import { aJob } from '../../helpers/memory-job-board.ts';
import { aRequest, aVote } from '../../helpers/requests.ts';
import { type HttpApi, problemOf, startHttpApi } from '../http-api.ts';

let port: HttpApi;
beforeEach(async () => {
  port = await startHttpApi();
});
afterEach(() => port.stop());

const HOUR = '/api/v1/stats?since=2026-03-02T09:00:00Z&until=2026-03-02T09:59:59Z&bucket=15m';
const stats = async (token: string, query = '') =>
  (await (await port.get(HOUR + query, token)).json()) as StatsAnswer;
const at = (minute: number) => `2026-03-02T09:${String(minute).padStart(2, '0')}:30.000Z`;
const figures = ({ buckets }: StatsAnswer) => buckets.map((one) => `${one.events}/${one.failures}`);

describe('events', () => {
  beforeEach(async () => {
    await port.publish(
      { projectId: 'a', type: 'job.started', time: at(1) },
      { projectId: 'a', type: 'job.failed', time: at(14) },
      { projectId: 'b', type: 'job.failed', time: at(16) },
      { projectId: 'a', type: 'x.error', time: at(50), visibility: 'internal' },
      { projectId: 'a', type: 'job.started', time: '2026-03-02T08:59:59.999Z' },
      { projectId: 'a', type: 'job.started', time: '2026-03-02T10:00:00.000Z' },
    );
  });

  it('and failures are counted by when they happened, also where nothing did', async () => {
    expect(await stats('admin')).toMatchObject({
      since: '2026-03-02T09:00:00.000Z',
      until: '2026-03-02T09:59:59.000Z',
      bucket_seconds: 900,
      buckets: [
        { at: '2026-03-02T09:00:00.000Z', events: 2, failures: 1 },
        { at: '2026-03-02T09:15:00.000Z', events: 1, failures: 1 },
        { at: '2026-03-02T09:30:00.000Z', events: 0, failures: 0 },
        { at: '2026-03-02T09:45:00.000Z', events: 1, failures: 1 },
      ],
      truncated: false,
      counted_since: null,
    });
  });

  it.each([
    ['reader', '', ['2/1', '1/1', '0/0', '0/0']],
    ['reader-of-a', '', ['2/1', '0/0', '0/0', '0/0']],
    ['admin-of-a', '', ['2/1', '0/0', '0/0', '1/1']],
    ['reader', '&project_id=b', ['0/0', '1/1', '0/0', '0/0']],
    ['reader-of-a', '&project_id=b', ['0/0', '0/0', '0/0', '0/0']],
  ])('are those that %s may see%s', async (token, query, expected) => {
    expect(figures(await stats(token, query))).toEqual(expected);
  });
});

it('adds up what the jobs of each project cost that changed in that time', async () => {
  const job = (id: string, fields: object) =>
    port.board.put(aJob({ id, updatedAt: at(5), ...fields }));
  job('j1', { costUsd: 0.1 });
  job('j2', { costUsd: 0.2 });
  job('j3', { costUsd: 5, projectId: 'b' });
  job('j4', { costUsd: 7, visibility: 'internal' });
  job('j5', { costUsd: 9, updatedAt: '2026-03-01T09:00:00.000Z' });
  job('j6', {});
  const { id, ...shown } = aJob({ id: 'j7', costUsd: 1, updatedAt: at(5) });
  port.board.put({ id, ...shown, internal: { id, ...shown, costUsd: 2 } });
  const cost = async (token: string) => (await stats(token)).cost;
  const b = { project_id: 'b', usd: 5, jobs: 1 };
  expect(await cost('admin')).toEqual([{ project_id: 'a', usd: 9.3, jobs: 4 }, b]);
  expect(await cost('reader')).toEqual([b, { project_id: 'a', usd: 1.3, jobs: 3 }]);
  expect(await cost('reader-of-a')).toEqual([{ project_id: 'a', usd: 1.3, jobs: 3 }]);
});

interface Settled {
  readonly via?: string;
  readonly projectId?: string;
  readonly visibility?: 'internal';
}

it('says how long people took to decide, over all and by project', async () => {
  const settle = async (
    id: string,
    seconds: number,
    { via = 'telegram', ...fields }: Settled = {},
  ) => {
    const requestedAt = at(0);
    const request = aRequest(id, { projectId: 'a', requestedAt, ...fields });
    port.approvals.open(request);
    const by = { id: 'ana', name: 'Ana', via } as const;
    const decidedAt = new Date(Date.parse(requestedAt) + seconds * 1_000).toISOString();
    const outcome = { status: 'approved', by, at: decidedAt } as never;
    await port.approvals.step({ approvalId: id, attempt: id, vote: aVote('ana'), outcome });
  };
  for (const [index, seconds] of [10, 20, 30, 40].entries()) await settle(`ap-${index}`, seconds);
  await settle('ap-b', 100, { projectId: 'b' });
  await settle('ap-internal', 900, { visibility: 'internal' });
  await settle('ap-timeout', 1_000, { via: 'timeout' });
  await settle('ap-standing', 0, { via: 'standing' });
  port.approvals.open(aRequest('ap-open', { projectId: 'a', requestedAt: at(0) }));
  const a = { project_id: 'a', count: 4, median_seconds: 20, p90_seconds: 40 };
  const b = { project_id: 'b', count: 1, median_seconds: 100, p90_seconds: 100 };
  const { decisions } = await stats('reader');
  expect(decisions).toEqual({ count: 5, median_seconds: 30, p90_seconds: 100, projects: [a, b] });
  expect((await stats('reader-of-a')).decisions.projects).toEqual([a]);
  expect((await stats('admin')).decisions.count).toBe(6);
});

it('has no numbers of decisions where there were none', async () => {
  expect((await stats('admin')).decisions).toEqual({
    count: 0,
    median_seconds: null,
    p90_seconds: null,
    projects: [],
  });
});

it.each([
  ['since=yesterday', 'since'],
  ['since=2026-03-02T09:00:00Z&until=2026-03-02T09:00:00Z', 'since'],
  ['since=2020-01-01T00:00:00Z&until=2026-03-02T09:00:00Z', 'since'],
  ['bucket=2h', 'bucket'],
  ['bucket=1m', 'bucket'],
  ['project_id=', 'project_id'],
])('%s is refused with what was expected', async (query, name) => {
  const answer = await port.get(`/api/v1/stats?${query}`, 'reader');
  expect(answer.status).toBe(400);
  const { errors } = await problemOf(answer);
  expect(errors).toMatchObject([{ name, detail: expect.stringMatching(/expected/) }]);
});

it('is about the last day unless something else is asked for, in parts that fit a chart', async () => {
  const answer = (await (await port.get('/api/v1/stats', 'reader')).json()) as StatsAnswer;
  expect(Date.parse(answer.until) - Date.parse(answer.since)).toBe(86_400_000);
  expect([answer.bucket_seconds, answer.buckets.length]).toEqual([1_800, 49]);
});

it('answers the same question at the same time with one look', async () => {
  const looked: StatsQuery[] = [];
  let answerNow = () => {};
  const none: Stats = {
    events: { buckets: [], counted: 0 },
    cost: [],
    decisions: { count: 0, projects: [] },
  };
  const asked = new Promise<void>((resolve) => {
    answerNow = resolve;
  });
  const slow = await startHttpApi({
    readStats: async (query) => {
      looked.push(query);
      await asked;
      return none;
    },
  });
  const tokens = ['reader', 'reader-u1', 'reader-of-a', 'admin'];
  const answers = tokens.map((token) => slow.get(HOUR, token));
  while (looked.length < 2) await new Promise(setImmediate);
  answerNow();
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  // Two readers see the same; each of the others sees something else.
  expect(looked).toHaveLength(3);
  await slow.stop();
});
