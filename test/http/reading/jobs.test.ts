// GET /api/v1/jobs and /api/v1/jobs/{id}: what is told of jobs, and to whom.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '../../../src/jobs/job-board.ts';
import { aJob } from '../../helpers/memory-job-board.ts';
import { type HttpApi, problemOf, startHttpApi } from '../http-api.ts';

let port: HttpApi;

beforeEach(async () => {
  port = await startHttpApi();
});
afterEach(() => port.stop());

async function idsOn(query: string, token = 'admin'): Promise<string[]> {
  const response = await port.get(`/api/v1/jobs${query}`, token);
  expect(response.status).toBe(200);
  const { jobs } = (await response.json()) as { jobs: readonly { readonly id: string }[] };
  return jobs.map(({ id }) => id);
}

describe('a job', () => {
  it('is told with all its fields, as others write them', async () => {
    const job = { ...aJob({ sessionId: 's', step: 'Edit a.ts' }), costUsd: 0.5, requestsMade: 3 };
    port.board.put(job as Job);
    const response = await port.get('/api/v1/jobs/j1', 'reader-of-a');
    expect([response.status, await response.json()]).toEqual([
      200,
      {
        id: 'j1',
        project_id: 'a',
        session_id: 's',
        status: 'running',
        visibility: 'public',
        title: 'Build the shop',
        step: 'Edit a.ts',
        started_at: '2026-03-02T09:00:00.000Z',
        updated_at: '2026-03-02T09:05:00.000Z',
        cost_usd: 0.5,
        requests_made: 3,
      },
    ]);
  });

  it('may have any id', async () => {
    const ids = ['a/b', 'ü 🔧', '%2F', 'x'.repeat(512), '__proto__'];
    port.board.put(...ids.map((id) => aJob({ id })));
    for (const id of ids) {
      const response = await port.get(`/api/v1/jobs/${encodeURIComponent(id)}`, 'reader');
      expect(await response.json(), id).toMatchObject({ id });
    }
  });

  it.each([
    ['none', 'admin', undefined],
    ['of another project', 'reader-of-a', { projectId: 'b' }],
    ['of no project', 'reader-of-a', { projectId: undefined }],
    ['internal', 'reader', { visibility: 'internal' }],
    ['internal, of another project', 'admin-of-a', { visibility: 'internal', projectId: 'b' }],
  ] as const)('that is %s is not there for %s', async (_what, token, fields) => {
    const none = await (await port.get('/api/v1/jobs/j1', token)).text();
    if (fields !== undefined) port.board.put({ ...aJob(), ...fields } as Job);
    const response = await port.get('/api/v1/jobs/j1', token);
    expect([response.status, await response.text()]).toEqual([404, none]);
    expect(await idsOn('', token)).toEqual([]);
  });
});

describe('the list of jobs', () => {
  /** Each changed a second after the one before. */
  const put = (count: number, fields: (at: number) => Partial<Job> = () => ({})) =>
    port.board.put(
      ...Array.from({ length: count }, (_, at) => {
        const updatedAt = new Date(Date.UTC(2026, 2, 2, 9, 0, at)).toISOString();
        return aJob({ id: `j${at}`, updatedAt, ...fields(at) });
      }),
    );

  it('begins with the newest and has up to 100, or as many as asked for', async () => {
    put(120);
    const newest = Array.from({ length: 120 }, (_, at) => `j${119 - at}`);
    expect(await idsOn('')).toEqual(newest.slice(0, 100));
    expect(await idsOn('?limit=2')).toEqual(newest.slice(0, 2));
    expect(await idsOn('?limit=1000')).toEqual(newest);
  });

  it('is empty when there are none', async () => {
    expect(await idsOn('')).toEqual([]);
  });

  it.each([
    ['project_id=a', { projectId: 'b' }],
    ['session_id=s', { sessionId: 't' }],
    ['status=waiting', { status: 'running' }],
  ] as const)('with %s has what fits and nothing else', async (query, other) => {
    const here = { projectId: 'a', sessionId: 's', status: 'waiting' } as const;
    put(4, (at) => ({ ...here, ...(at % 2 === 0 ? {} : other) }));
    expect(await idsOn(`?${query}`)).toEqual(['j2', 'j0']);
  });

  it('finds the few that one may see behind the many of others', async () => {
    put(4_000, (at) => ({ projectId: at % 1_000 === 0 ? 'a' : 'b' }));
    expect(await idsOn('', 'reader-of-a')).toEqual(['j3000', 'j2000', 'j1000', 'j0']);
    expect(await idsOn('?limit=3', 'reader-of-a')).toEqual(['j3000', 'j2000', 'j1000']);
    expect(await idsOn('?project_id=b', 'reader-of-a')).toEqual([]);
  });

  it.each([
    ['reader', 'Build the shop', 'running'],
    ['admin', 'Build the secret shop', 'failed'],
  ])(
    'tells a %s what they may know of a job of which internal events told more',
    async (token, title, status) => {
      const internal = aJob({ title: 'Build the secret shop', status: 'failed' });
      port.board.put({ ...aJob(), internal });
      for (const path of ['/api/v1/jobs', '/api/v1/jobs/j1']) {
        const body = await (await port.get(path, token)).text();
        const { jobs: [job] = [JSON.parse(body)] } = JSON.parse(body);
        expect(job, path).toMatchObject({ title, status });
        if (token === 'reader') expect(body, path).not.toMatch(/secret|internal|failed/);
      }
      const found = await idsOn('?status=failed', token);
      expect(found).toEqual(token === 'admin' ? ['j1'] : []);
    },
  );

  it('has internal jobs for admins only', async () => {
    put(2, (at) => ({ visibility: at === 0 ? 'internal' : 'public' }));
    expect(await idsOn('', 'reader')).toEqual(['j1']);
    expect(await idsOn('', 'admin-of-a')).toEqual(['j1', 'j0']);
  });

  it.each([
    ['limit=0', 'limit'],
    ['status=done', 'status'],
    ['status=toString', 'status'],
    ['project_id=', 'project_id'],
  ])('refuses %s and says what was expected', async (query, name) => {
    const response = await port.get(`/api/v1/jobs?${query}`, 'admin');
    expect(response.status).toBe(400);
    const { errors } = await problemOf(response);
    expect(errors).toEqual([{ name, detail: expect.stringMatching(/expected .* like /) }]);
  });

  it('is there for those who may read', async () => {
    expect((await port.get('/api/v1/jobs', 'publisher')).status).toBe(404);
    expect((await port.get('/api/v1/jobs')).status).toBe(401);
  });
});
