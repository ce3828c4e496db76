// Who may follow a build job, and how readers leave.
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../../helpers/manual-clock.ts';
import { createDoor, eventually, readersOf } from '../live-parts.ts';
import { problemOf, type SidePort, startSidePort } from '../side-port.ts';
import { follow, heard, running, STREAM, say } from './build-talk.ts';

let clock: ManualClock;
let port: SidePort;

beforeEach(async () => {
  clock = createManualClock();
  port = await startSidePort({ clock });
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
    const dateless = ({ headers }: Response) => [...headers].filter(([name]) => name !== 'date');
    expect(dateless(hidden)).toEqual(dateless(unknown));
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

  it('are freed when they go away while their hash is read', async () => {
    const door = createDoor();
    port.buildHashes.beforeRead(door.pass);
    const abort = new AbortController();
    const asked = fetch(port.url + STREAM, {
      headers: { authorization: 'Bearer admin' },
      signal: abort.signal,
    }).catch(() => 'gone');
    await door.knocked;
    abort.abort();
    expect(await asked).toBe('gone');
    await eventually(async () => (await readers()) === 0);
    door.open();
  });

  it('are sent away for a while when the hash can not be read, and when there are too many', async () => {
    port.buildHashes.beforeRead(() => Promise.reject(new Error('away')));
    const first = await follow(port);
    await first.ended;
    expect([first.response.status, first.retries.length]).toEqual([200, 1]);
    await port.stop();
    port = await startSidePort({ limits: { readers: 0 } });
    const second = await follow(port);
    await second.ended;
    expect(second.retries[0]).toBeGreaterThanOrEqual(30_000);
  });

  it('are cut off when they do not read, and cost the others nothing', async () => {
    await port.stop();
    port = await startSidePort({ limits: { unreadBytes: 262_144 } });
    port.buildHashes.set('b1', { status: 'code' });
    const healthy = await follow(port);
    const stuck = connect(port.server.port, '127.0.0.1');
    stuck.on('error', () => {});
    stuck.write(`GET ${STREAM} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer admin\r\n\r\n`);
    await once(stuck, 'readable');
    let count = 0;
    while ((await readers()) === 2) {
      await say(port, { type: 'x', text: 'x'.repeat(100_000) });
      count += 1;
      await healthy.until(heard(count));
      expect(count).toBeLessThan(400);
    }
    expect(await port.metrics.text()).toContain('jobwire_readers_cut_total{shape="build"} 1');
    stuck.destroy();
  });

  it('are told goodbye when the server stops, also those that wait for their hash', async () => {
    await port.stop();
    port = await startSidePort();
    port.buildHashes.set('b1', { status: 'code' });
    const stream = await follow(port);
    const door = createDoor();
    port.buildHashes.beforeRead(door.pass);
    const opening = follow(port);
    await door.knocked;
    await port.server.stop();
    door.open();
    for (const each of [stream, await opening]) {
      await each.ended;
      expect(each.text).toMatch(/^: closing; come back\nretry: \d+\n\n$/);
      expect(each.response.headers.get('content-type')).toBe('text/event-stream');
    }
    expect(port.sources.listeners).toBe(0);
  });
});
