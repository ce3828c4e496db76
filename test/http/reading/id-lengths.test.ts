// Ids of one length are ids everywhere: in each format, on each route.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decode } from '../../../src/dialects/all-dialects.ts';
import { MAX_ID } from '../../../src/event/id-limit.ts';
import { aJob } from '../../helpers/memory-job-board.ts';
import { aRequest } from '../../helpers/requests.ts';
import { type HttpApi, startHttpApi } from '../http-api.ts';

let port: HttpApi;
beforeAll(async () => {
  port = await startHttpApi();
});
afterAll(() => port.stop());

/** One letter takes one UTF-16 unit, two bytes, and six characters of an address. */
const idOf = (length: number) => 'ä'.repeat(length);
const LENGTHS = [1, 200, 201, MAX_ID].map((length) => ({ length }));

interface Call {
  readonly route: string;
  readonly body?: (id: string) => unknown;
}

const event = { event_type: 'job.started' };
const cloudEvent = { specversion: '1.0', source: '/x', type: 'job.started' };
const PUBLISHED: readonly Call[] = [
  { route: 'POST /api/v1/events', body: (id) => ({ ...event, job_id: id }) },
  { route: 'POST /api/v1/events', body: (id) => ({ ...event, session_id: id }) },
  { route: 'POST /api/v1/events', body: (id) => ({ ...event, project_id: id, job_id: 'j' }) },
  { route: 'POST /api/v1/events', body: (id) => ({ ...event, event_id: id, job_id: 'j' }) },
  { route: 'POST /api/v1/events', body: (id) => ({ ...cloudEvent, id, jobid: id }) },
  {
    route: 'POST /api/v1/events',
    body: (id) => ({ ...cloudEvent, id: 'x', projectid: id, jobid: 'j' }),
  },
  { route: 'POST /api/v1/jobs/:id/events', body: () => ({ type: 'job_started' }) },
  { route: 'POST /api/v1/jobs/:id/logs', body: () => ({ lines: ['x'] }) },
];
const READ: readonly Call[] = [
  ...['', '/events', '/events/stream', '/logs', '/logs/stream'].map((rest) => ({
    route: `GET /api/v1/jobs/:id${rest}`,
  })),
  { route: 'GET /api/v1/approvals/:id' },
  { route: 'GET /api/v1/approvals?job_id=:id&project_id=:id' },
  { route: 'GET /api/v1/events?job_id=:id&project_id=:id&session_id=:id' },
  { route: 'GET /api/v1/jobs?project_id=:id&session_id=:id' },
];

async function statusOf({ route, body }: Call, id: string): Promise<number> {
  const [method = '', path = ''] = route.split(' ');
  const options = { token: 'admin', ...(body === undefined ? {} : { body: body(id) }) };
  const address = path.replaceAll(':id', encodeURIComponent(id));
  const response = await port.send(method, address, options);
  await response.body?.cancel();
  return response.status;
}

describe.each(LENGTHS)('an id of $length characters', ({ length }) => {
  const id = idOf(length);

  it.each(PUBLISHED)('can be published: $route %#', async (call) => {
    expect(await statusOf(call, id)).toBe(202);
  });

  it.each(READ)('can be asked for: $route', async (call) => {
    port.board.put(aJob({ id, projectId: 'p1' }));
    await port.publish({ jobId: id });
    port.approvals.open(aRequest(id));
    await port.logSink.append({ jobId: id }, [{ text: 'x', level: 'info' }], { isEnd: true });
    expect(await statusOf(call, id)).toBe(200);
  });

  it('can be asked with', async () => {
    const body = { action: 'x', approval_id: id, job_id: id, project_id: id, session_id: id };
    const asked = port.send('POST', '/api/v1/approvals', { token: 'admin', body });
    // Nothing routes here, so it is stored and not opened.
    await expect
      .poll(async () => {
        const entries = await port.memory.journal.read('0-0', 1_000);
        return entries.some((each) => each.event.data.approval_id === id);
      })
      .toBe(true);
    port.approvals.open(aRequest(id, { projectId: id, eventId: 'other', action: 'x', scope: '' }));
    expect((await asked).status).toBe(201);
  });
});

describe('an id that is longer', () => {
  const id = idOf(MAX_ID + 1);

  it.each([...PUBLISHED, ...READ])(
    'is refused, and says how long it may be: $route %#',
    async (call) => {
      const [method = '', path = ''] = call.route.split(' ');
      const options = {
        token: 'admin',
        ...(call.body === undefined ? {} : { body: call.body(id) }),
      };
      const address = path.replaceAll(':id', encodeURIComponent(id));
      const answer = await port.send(method, address, options);
      expect([400, 414, 422]).toContain(answer.status);
      expect(((await answer.json()) as { detail: string }).detail).toContain(String(MAX_ID));
    },
  );
});

describe('each format', () => {
  const WRITTEN: Readonly<Record<string, (id: string) => object>> = {
    televibe: (id) => ({ ...event, job_id: id }),
    cloudevents: (id) => ({ ...cloudEvent, id, jobid: id }),
    jobs: (id) => ({ type: 'job.updated', payload: { id } }),
    build: (id) => ({ type: 'build.stage.started', job_id: id }),
    pipeline: (id) => ({ type: 'job_started', job_id: id }),
    delivery: (id) => ({ type: 'repo.connected', event_id: id, data: { repository_id: 'r' } }),
  };
  const read = (dialect: string, id: string) =>
    decode({ dialect, source: 'x', arrivedAt: 0, text: JSON.stringify(WRITTEN[dialect]?.(id)) });

  it.each(Object.keys(WRITTEN))('has ids of that length, and no longer ones: %s', (dialect) => {
    for (const { length } of LENGTHS) {
      const found = read(dialect, idOf(length))?.event;
      expect([found?.id, found?.jobId]).toContain(idOf(length));
    }
    expect(() => read(dialect, idOf(MAX_ID + 1))).toThrow();
  });
});
