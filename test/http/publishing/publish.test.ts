// POST /api/v1/events: what is taken, from whom, and what is said of the rest.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CanonicalEvent } from '../../../src/event/canonical-event.ts';
import { createPublish } from '../../../src/intake/publish.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { silentLogger } from '../../../src/runtime/logger.ts';
import { createMetrics } from '../../../src/runtime/metrics.ts';
import { createMemoryJournal } from '../../helpers/memory-journal.ts';
import { type HttpApi, problemOf, startHttpApi } from '../http-api.ts';

let port: HttpApi;

beforeEach(async () => {
  port = await startHttpApi();
});
afterEach(() => port.stop());

const EVENTS = '/api/v1/events';
const MIB = 1_048_576;

const post = (body: unknown, options: { token?: string; type?: string } = {}) =>
  port.send('POST', EVENTS, { token: 'publisher', body, ...options });

async function idsOf(response: Response): Promise<string[]> {
  expect(response.status).toBe(202);
  return ((await response.json()) as { ids: string[] }).ids;
}

async function journalled(): Promise<CanonicalEvent[]> {
  return (await port.memory.journal.read('0-0', 10_000)).map(({ event }) => event);
}

const started = (fields: object = {}) => ({
  event_id: 'e-1',
  event_type: 'job.started',
  timestamp: '2026-03-02T09:00:00Z',
  project_id: 'a',
  job_id: 'j1',
  data: { instruction: 'build it' },
  ...fields,
});

const cloudEvent = (fields: object = {}) => ({
  specversion: '1.0',
  id: 'c-1',
  source: '/ci',
  type: 'build.stage.completed',
  jobid: 'j1',
  projectid: 'a',
  data: { stage: 'test' },
  ...fields,
});

describe('publishing', () => {
  it('takes one event and answers its id once it is journalled', async () => {
    expect(await idsOf(await post(started()))).toEqual(['e-1']);
    expect(await journalled()).toEqual([
      expect.objectContaining({
        id: 'e-1',
        type: 'job.started',
        projectId: 'a',
        data: { instruction: 'build it' },
        dialect: 'televibe',
      }),
    ]);
    expect(await port.metrics.text()).toContain(
      'jobwire_events_total{event_type="job.started",project_id="a"} 1',
    );
  });

  it('takes a list in its order, televibe and CloudEvents among each other', async () => {
    const list = [started(), cloudEvent(), started({ event_id: 'e-2' })];
    expect(await idsOf(await post(list))).toEqual(['e-1', 'c-1', 'e-2']);
    const events = await journalled();
    expect(events.map(({ id, dialect }) => [id, dialect])).toEqual([
      ['e-1', 'televibe'],
      ['c-1', 'cloudevents'],
      ['e-2', 'televibe'],
    ]);
  });

  it.each([
    ['application/json', cloudEvent()],
    ['application/json; charset=utf-8', [cloudEvent()]],
    ['Application/CloudEvents+JSON; charset=utf-8', cloudEvent()],
    ['application/cloudevents-batch+json', [cloudEvent()]],
  ])('takes CloudEvents as %s', async (type, body) => {
    expect(await idsOf(await post(body, { type }))).toEqual(['c-1']);
    expect((await journalled())[0]).toMatchObject({
      type: 'build.stage.completed',
      projectId: 'a',
    });
  });

  it('takes a body with a byte order mark, and refuses one that is no UTF-8', async () => {
    expect(await idsOf(await post(`\uFEFF${JSON.stringify(started())}`))).toEqual(['e-1']);
    const response = await fetch(`${port.url}${EVENTS}`, {
      method: 'POST',
      headers: { authorization: 'Bearer publisher', 'content-type': 'application/json' },
      body: Buffer.concat([Buffer.from('{"event_type":"x.y","a":"'), Buffer.from([0xff, 34, 125])]),
    });
    expect([response.status, (await problemOf(response)).detail]).toEqual([
      400,
      expect.stringContaining('not UTF-8'),
    ]);
  });

  it('takes an empty list, which says nothing', async () => {
    expect(await idsOf(await post([]))).toEqual([]);
  });

  it('takes an event once, however often it is sent', async () => {
    for (let round = 0; round < 3; round += 1) {
      expect(await idsOf(await post([started(), started()]))).toEqual(['e-1', 'e-1']);
    }
    expect(await journalled()).toHaveLength(1);
  });

  it('answers the id that is journalled, also to a repeat of what has none of its own', async () => {
    await port.stop();
    let now = Date.parse('2026-03-02T09:00:00Z');
    // Later with every look at it.
    port = await startHttpApi({ clock: { ...systemClock, now: () => now++ } });
    const body = { event_type: 'job.started', job_id: 'j1', data: { n: 1 } };
    const first = await idsOf(await post(body));
    await post({ ...body, data: { n: 2 } });
    expect(await idsOf(await post(body))).toEqual(first);
    expect((await journalled()).map(({ id }) => id)).toContain(first[0]);
    expect(await journalled()).toHaveLength(2);
  });

  it('keeps fields that no object should have, and leaves objects alone', async () => {
    const body = `{"event_type":"x.y","data":{"__proto__":{"polluted":true},"constructor":{"prototype":1}}}`;
    await idsOf(await post(body));
    expect(JSON.stringify((await journalled())[0]?.data)).toContain(
      '"__proto__":{"polluted":true}',
    );
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('takes 1000 events and not one more', async () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ event_id: `m-${at}`, event_type: 'x.y' }));
    const refused = await post(many(1_001));
    expect([refused.status, (await problemOf(refused)).detail]).toEqual([
      422,
      expect.stringContaining('expected up to 1000'),
    ]);
    expect(await journalled()).toHaveLength(0);
    expect(await idsOf(await post(many(1_000)))).toHaveLength(1_000);
  });
});

describe('what can not be published', () => {
  it('is named by its place, and keeps the others out too', async () => {
    const list = [started(), { event_type: 'with space' }, 5, started({ data: 'text' })];
    const response = await post(list);
    expect(response.status).toBe(422);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    const { detail, errors } = await problemOf(response);
    expect(detail).toContain('Nothing was published: 3 of 4');
    expect(errors).toEqual([
      { index: 1, detail: expect.stringContaining('event_type must be a dotted name') },
      { index: 2, detail: expect.stringContaining('a JSON object was expected') },
      { index: 3, detail: expect.stringContaining('data must be an object') },
    ]);
    expect(await journalled()).toEqual([]);
    expect((await port.memory.deadLetters()).length).toBe(0);
  });

  it.each([
    ['', 400, 'not JSON'],
    ['{"event_type":', 400, 'not JSON'],
    ['"text"', 422, 'expected an object or a list'],
    ['null', 422, 'expected an object or a list'],
    [`[${'['.repeat(200_000)}${']'.repeat(200_000)}]`, 422, 'a JSON object was expected'],
    [`[{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}]`, 422, '100 levels'],
    [`{"event_type":"x.y","data":${'['.repeat(500)}${']'.repeat(500)}}`, 422, '100 levels'],
  ])('says what was expected (%#)', async (body, status, expected) => {
    const response = await post(body);
    expect([response.status, (await problemOf(response)).detail]).toEqual([
      status,
      expect.stringContaining(expected),
    ]);
    expect(await journalled()).toEqual([]);
  });

  it.each([
    ['application/cloudevents+json', [cloudEvent()]],
    ['application/cloudevents-batch+json', cloudEvent()],
    ['application/cloudevents+json', started()],
    ['application/json', cloudEvent({ specversion: '0.3' })],
  ])('is what does not fit its type (%s, %#)', async (type, body) => {
    const response = await post(body, { type });
    expect(response.status).toBe(422);
    expect(await journalled()).toEqual([]);
  });

  it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded'])(
    'is a body of the type %s',
    async (type) => {
      const response = await post(started(), { type });
      expect(response.status).toBe(415);
      expect((await problemOf(response)).detail).toContain('Content-Type: application/json');
    },
  );

  it('is an event over 1 MiB, alone or among others', async () => {
    const big = (bytes: number) => started({ data: { text: 'x'.repeat(bytes) } });
    for (const bytes of [MIB, 2 * MIB]) {
      const alone = await post(big(bytes));
      expect([alone.status, (await problemOf(alone)).detail]).toEqual([
        413,
        expect.stringContaining('1048576 bytes'),
      ]);
    }
    const among = await post([started(), big(MIB)]);
    expect(among.status).toBe(422);
    expect((await problemOf(among)).errors).toMatchObject([{ index: 1 }]);
    expect(await journalled()).toEqual([]);
    expect((await post(big(MIB - 1_000))).status).toBe(202);
  });

  it("is not the sender's fault when the decoder breaks", async () => {
    await port.stop();
    const decode = () => {
      throw new TypeError('hunter2');
    };
    const { journal } = createMemoryJournal();
    const clock = systemClock;
    const publish = createPublish({
      decode,
      journal,
      metrics: createMetrics(),
      clock,
      log: silentLogger,
    });
    port = await startHttpApi({ publish });
    const response = await post(started());
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('hunter2');
  });

  it('is not taken as published when the journal is away', async () => {
    await port.stop();
    port = await startHttpApi({ publish: () => Promise.reject(new Error('10.0.0.1 refused')) });
    const response = await post(started());
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('10.0.0.1');
  });
});

describe('who may publish', () => {
  it.each([
    [undefined, 401],
    ['wrong', 401],
    ['reader', 403],
    ['scraper', 403],
    ['publisher', 202],
    ['admin', 202],
  ])('the token %s gets %i', async (token, status) => {
    const response = await port.send('POST', EVENTS, {
      body: started(),
      ...(token === undefined ? {} : { token }),
    });
    expect(response.status).toBe(status);
    expect(await journalled()).toHaveLength(status === 202 ? 1 : 0);
  });

  it('writes into the projects of the token only, and hears the same of all others', async () => {
    const others = [
      started({ project_id: 'b' }),
      started({ project_id: 'nobody' }),
      started({ project_id: null }),
    ];
    const texts = new Set<string>();
    for (const body of others) {
      const response = await post([started(), body], { token: 'publisher-of-a' });
      expect(response.status).toBe(422);
      texts.add(await response.text());
    }
    expect([...texts]).toEqual([expect.stringContaining('This token has no such project')]);
    expect(await journalled()).toEqual([]);
    const own = [started(), cloudEvent({ visibility: 'internal' })];
    expect(await idsOf(await post(own, { token: 'publisher-of-a' }))).toEqual(['e-1', 'c-1']);
  });
});
