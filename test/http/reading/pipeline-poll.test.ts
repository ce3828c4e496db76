// GET /api/v1/jobs/{id}/events against a real server, and the project scope of it and its stream.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anEvent, candidate } from '../../helpers/events.ts';
import { type HttpApi, problemOf, startHttpApi } from '../http-api.ts';
import type { Stream } from '../sse/read-stream.ts';

const POLL = '/api/v1/jobs/j1/events';
const STREAM = `${POLL}/stream`;
let port: HttpApi;

beforeEach(async () => {
  port = await startHttpApi({ limits: { pageSize: 3, heldEntries: 5 } });
});
afterEach(() => port.stop());

const times = (count: number) => Array.from({ length: count }, () => ({}));
const messages = ({ events }: Stream) => events.filter(({ event }) => event === undefined);
const idsOf = (stream: Stream): string[] =>
  messages(stream).map(({ data }) => JSON.parse(data).event_id);
const has =
  (id = '') =>
  (stream: Stream) =>
    idsOf(stream).includes(id);

async function poll(path = POLL, token = 'admin') {
  const response = await port.get(path, token);
  expect(response.status).toBe(200);
  return ((await response.json()) as { events: { event_id: string }[] }).events;
}

describe('polling a job', () => {
  it('answers chronologically, at most so many as asked for', async () => {
    const { ids } = await port.publish(...times(12));
    const limited = await poll(`${POLL}?limit=5`);
    expect(limited.map(({ event_id }) => event_id)).toEqual(ids.slice(0, 5));
    const response = await port.get(POLL, 'admin');
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  });

  it('answers a thousand at most, where nothing else is asked for', async () => {
    const { ids } = await port.publish(...times(1_003));
    expect((await poll()).map(({ event_id }) => event_id)).toEqual(ids.slice(0, 1_000));
  });

  it('answers no events of a job that has none since then', async () => {
    await port.publish({});
    expect(await poll(`${POLL}?since=2026-03-03T00:00:00Z`)).toEqual([]);
  });

  it.each(['limit=0', 'limit=1001', 'limit=x', 'limit=1&limit=2', 'since=yesterday'])(
    'refuses %s and says what it expected',
    async (query) => {
      await port.publish({});
      const response = await port.get(`${POLL}?${query}`, 'admin');
      expect(response.status).toBe(400);
      expect((await problemOf(response)).detail).toContain('expected');
    },
  );

  it('says that something broke; a stream sends a browser away for a while', async () => {
    await port.stop();
    const { memory } = await startHttpApi();
    const journal = { ...memory.journal, query: () => Promise.reject(new Error('away')) };
    port = await startHttpApi({ journal });
    expect((await port.get(POLL, 'admin')).status).toBe(500);
    expect((await port.get(STREAM, 'admin')).status).toBe(500);
    const stream = await port.get(STREAM, 'admin', { 'sec-fetch-site': 'same-origin' });
    expect(stream.status).toBe(200);
    const [, retryMs] = /^retry: (\d+)$/m.exec(await stream.text()) ?? [];
    expect(Number(retryMs)).toBeGreaterThanOrEqual(30_000);
  });
});

describe('project scope', () => {
  const inA = { projectId: 'a' };
  const inB = { projectId: 'b' };

  it.each([
    ['an unknown job', 'admin', []],
    ['a job of another project', 'reader-of-a', [inB]],
    ['a job of internal events', 'reader', [{ ...inA, visibility: 'internal' as const }]],
    [
      'a job with internal events only in the own project',
      'reader-of-a',
      [inB, { ...inA, visibility: 'internal' as const }],
    ],
  ])('hide %s as if it were not there', async (_name, token, events) => {
    await port.publish({ jobId: 'other', ...inA }, ...events);
    for (const path of [POLL, STREAM]) {
      const hidden = await port.get(path, token);
      const unknown = await port.get(path.replace('j1', 'j9'), token);
      expect([hidden.status, unknown.status]).toEqual([404, 404]);
      expect(await hidden.text()).toBe(await unknown.text());
      const dateless = (headers: Headers) => [...headers].filter(([name]) => name !== 'date');
      expect(dateless(hidden.headers)).toEqual(dateless(unknown.headers));
    }
  });

  it('hide a job without a project from a token of single ones', async () => {
    const { projectId: _, ...homeless } = anEvent({});
    await port.memory.journal.append({ candidates: [candidate(homeless)], deadLetters: [] });
    expect((await port.get(POLL, 'reader-of-a')).status).toBe(404);
    expect(await poll(POLL, 'reader')).toHaveLength(1);
  });

  it.each([
    ['reader-of-a', [1]],
    ['admin-of-a', [1, 2]],
    ['reader', [0, 1]],
    ['admin', [0, 1, 2]],
  ])(
    'let the token %s see events %j of a job, kept and live, streamed and polled',
    async (token, seen) => {
      const internal = { ...inA, visibility: 'internal' as const };
      const { ids: kept } = await port.publish(inB, inA, internal);
      const stream = await port.open(STREAM, { token });
      const { ids: live } = await port.publish(inB, inA, internal, inA);
      await stream.until(has(live[3]));
      const expected = [
        ...seen.map((index) => kept[index]),
        ...seen.map((index) => live[index]),
        live[3],
      ];
      expect(idsOf(stream)).toEqual(expected);
      expect((await poll(POLL, token)).map(({ event_id }) => event_id)).toEqual(expected);
    },
  );

  it.each([
    [undefined, 401],
    ['wrong', 401],
    ['publisher', 404],
  ])('answer the token %s with %i', async (token, status) => {
    await port.publish({});
    for (const path of [POLL, STREAM]) expect((await port.get(path, token)).status).toBe(status);
  });
});
