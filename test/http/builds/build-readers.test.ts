import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../../helpers/manual-clock.ts';
import { type HttpApi, problemOf, startHttpApi } from '../http-api.ts';
import { eventually, readersOf } from '../live-parts.ts';
import { follow, heard, running, STREAM, say } from './build-talk.ts';

let clock: ManualClock;
let port: HttpApi;

beforeEach(async () => {
  clock = createManualClock();
  port = await startHttpApi({ clock });
  port.buildHashes.set('b1', { status: 'code', userId: 'u1', projectId: 'a' });
});
afterEach(() => port.stop());
const readers = () => readersOf(port.metrics, 'build');

describe('who may follow a job', () => {
  const hash = { status: 'code', userId: 'u1', projectId: 'a' };
  const { userId: _, ...nobodys } = hash;

  it.each([
    ['admin', hash],
    ['admin-of-a', hash],
    ['admin-u1', { ...hash, userId: 'u2' }],
    ['reader', hash],
    ['reader-of-a', hash],
    ['reader-u1', hash],
    ['reader-u1', nobodys],
    ['reader', { status: 'code' }],
  ])('is %s for %j', async (token, fields) => {
    port.buildHashes.set('b1', fields);
    const stream = await follow(port, token);
    expect(stream.response.status).toBe(200);
    await say(port, running(1));
    await stream.until(heard(1));
  });

  it.each([
    ['reader-u1', { ...hash, userId: 'u2' }],
    ['reader-of-a', { ...hash, projectId: 'b' }],
    ['reader-of-a', { status: 'code', userId: 'u1' }],
    ['admin-of-a', { ...hash, projectId: 'b' }],
    ['reader-of-a', { ...hash, projectId: 'b', status: 'ready' }],
    ['publisher', hash],
    ['wrong', hash],
    [undefined, hash],
    ['admin', undefined],
  ])('is not %s for %j: the answer is that of an unknown job', async (token, fields) => {
    port.buildHashes.set('b1', fields);
    const hidden = await port.get(STREAM, token);
    const unknown = await port.get(STREAM.replace('b1', 'b9'), 'admin');
    expect([hidden.status, unknown.status]).toEqual([404, 404]);
    expect(hidden.headers.get('content-type')).toContain('application/problem+json');
    // What is left to a caller says nothing of the job.
    const same = ({ headers }: Response) =>
      [...headers].filter(([name]) => !/^(date|ratelimit(-policy)?)$/.test(name));
    expect(same(hidden)).toEqual(same(unknown));
    expect(await problemOf(hidden)).toEqual(await problemOf(unknown));
    expect(await readers()).toBe(0);
  });
});

describe('readers', () => {
  it('are freed when they go away, with their timers', async () => {
    const before = clock.pending;
    const streams = [await follow(port), await follow(port)];
    expect(await readers()).toBe(2);
    for (const stream of streams) stream.close();
    await eventually(async () => (await readers()) === 0);
    expect(clock.pending).toBe(before);
  });

  it('are sent away for a while when the hash can not be read', async () => {
    port.buildHashes.beforeRead(() => Promise.reject(new Error('away')));
    const first = await follow(port);
    await first.ended;
    expect([first.response.status, first.retries.length]).toEqual([200, 1]);
  });
});
