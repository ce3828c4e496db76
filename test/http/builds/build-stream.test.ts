// GET /api/jobs/{id}/events/stream against a real server: messages as they came, the end of a job.
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../../helpers/manual-clock.ts';
import { type HttpApi, startHttpApi } from '../http-api.ts';
import { curl, packageJudge, undiciJudge } from '../judges.ts';
import { createDoor, eventually, readersOf } from '../live-parts.ts';
import { final, follow, heard, messages, ready, running, STREAM, say } from './build-talk.ts';

let clock: ManualClock;
let port: HttpApi;

beforeEach(async () => {
  clock = createManualClock();
  port = await startHttpApi({ clock });
  port.buildHashes.set('b1', { status: 'code', userId: 'u1', projectId: 'a' });
});
afterEach(() => port.stop());
const readers = () => readersOf(port.metrics, 'build');

describe('messages', () => {
  it.each([
    ['compact', '{"type":"x","n":1}'],
    ['spaced', '  { "type" : "x",\t"n": 1e0 } '],
    ['on several lines', '{\n  "type": "x",\n\n  "n": 1\n}\n'],
    ['with what a field could be made of', '{"type":"x","n":"id: 1\\nevent: y"}'],
    ['with characters of all lengths', '{"type":"x","n":"ü€🔧\u2028\u0000"}'],
  ])('come through as they are: %s', async (_name, raw) => {
    const stream = await follow(port);
    await say(port, { type: 'x' }, { raw });
    await stream.until(heard(1));
    expect(stream.events).toEqual([{ data: raw, id: undefined, event: undefined }]);
    expect(stream.text).not.toMatch(/^(event|id|:)/m);
  });

  it('come in order, of this job and of this dialect only', async () => {
    const stream = await follow(port);
    await say(port, running(1));
    await say(port, running(2), { jobId: 'b2' });
    await port.publish({ jobId: 'b1', dialect: 'televibe', raw: 'other' });
    await say(port, running(3));
    await stream.until(heard(2));
    expect(messages(stream)).toEqual([running(1), running(3)].map((one) => JSON.stringify(one)));
  });

  it('have the headers that were promised, and no others of their kind', async () => {
    const socket = connect(port.server.port, '127.0.0.1');
    socket.write(
      `GET ${STREAM} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer admin\r\n\r\n`,
    );
    const [bytes] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    const [status, ...headers] = bytes.toString().split('\r\n\r\n')[0]?.split('\r\n') ?? [];
    expect(status).toBe('HTTP/1.1 200 OK');
    const known = headers
      .map((line) => line.toLowerCase())
      .filter((line) => !line.startsWith('date'));
    expect(known.sort()).toEqual([
      'cache-control: no-cache',
      'connection: keep-alive',
      'content-type: text/event-stream',
      'ratelimit-policy: "default";q=1000000;w=60',
      'ratelimit: "default";r=249999;t=1',
      'transfer-encoding: chunked',
      'x-accel-buffering: no',
    ]);
  });

  it('that come while the hash is read are not lost, and not twice', async () => {
    const watcher = await follow(port);
    const door = createDoor();
    port.buildHashes.beforeRead(door.pass);
    const opening = follow(port);
    await door.knocked;
    await say(port, running(1));
    await say(port, running(2));
    await watcher.until(heard(2));
    door.open();
    const stream = await opening;
    await say(port, running(3));
    await stream.until(heard(3));
    expect(messages(stream)).toEqual([1, 2, 3].map((n) => JSON.stringify(running(n))));
  });

  it('that are too many to wait for the hash send their reader away for a moment', async () => {
    await port.stop();
    port = await startHttpApi({ limits: { heldEntries: 2 } });
    port.buildHashes.set('b1', { status: 'code' });
    const watcher = await follow(port);
    const door = createDoor();
    port.buildHashes.beforeRead(door.pass);
    const opening = follow(port);
    await door.knocked;
    for (const n of [1, 2, 3]) await say(port, running(n));
    await watcher.until(heard(3));
    door.open();
    const stream = await opening;
    await stream.ended;
    expect([stream.events, stream.retries.length]).toEqual([[], 1]);
  });
});

describe('the end of a job', () => {
  it.each(['ready', 'failed'])(
    'closes the stream after the first message that says %s',
    async (status) => {
      const stream = await follow(port);
      await say(port, running(1));
      await say(port, { ...ready, status });
      await say(port, running(2));
      await stream.ended;
      expect(messages(stream)).toEqual(
        [running(1), { ...ready, status }].map((one) => JSON.stringify(one)),
      );
      expect(await readers()).toBe(0);
    },
  );

  it.each(['ready', 'failed'])(
    'that was %s before is said once, and the stream ends',
    async (status) => {
      port.buildHashes.set('b1', { status, projectId: 'a' });
      const stream = await follow(port);
      await stream.ended;
      expect(stream.response.status).toBe(200);
      expect(stream.text).toBe(`data: ${final(status)}\n\n`);
      expect(await readers()).toBe(0);
    },
  );

  it('is also heard when its message comes while the hash is read', async () => {
    const watcher = await follow(port);
    const door = createDoor();
    port.buildHashes.beforeRead(door.pass);
    const opening = follow(port);
    await door.knocked;
    await say(port, ready);
    await watcher.ended;
    door.open();
    const stream = await opening;
    await stream.ended;
    expect(messages(stream)).toEqual([JSON.stringify(ready)]);
  });

  it('is found in the hash while the stream is silent, when its message got lost', async () => {
    const stream = await follow(port);
    port.buildHashes.set('b1', { status: 'failed', projectId: 'a' });
    await clock.advance(15_000);
    await stream.ended;
    expect(stream.text).toBe(`event: heartbeat\ndata: {}\n\ndata: ${final('failed')}\n\n`);
    expect(await readers()).toBe(0);
  });

  it('is found in the hash as soon as the event source is back', async () => {
    const stream = await follow(port);
    port.sources.turn(false);
    port.buildHashes.set('b1', { status: 'ready', projectId: 'a' });
    port.sources.turn(true);
    await stream.ended;
    expect(messages(stream)).toEqual([final('ready')]);
  });

  it('comes from its message, not from the hash, when both are there', async () => {
    const stream = await follow(port);
    const door = createDoor();
    port.buildHashes.beforeRead(door.pass);
    port.buildHashes.set('b1', { status: 'ready', projectId: 'a' });
    await clock.advance(15_000);
    await door.knocked;
    await say(port, ready);
    await stream.ended;
    door.open();
    expect(messages(stream)).toEqual(['{}', JSON.stringify(ready)]);
  });

  it('is not taken from a hash that was asked before the job went on', async () => {
    const stream = await follow(port);
    const door = createDoor();
    port.buildHashes.beforeRead(door.pass);
    port.buildHashes.set('b1', { status: 'ready', projectId: 'a' });
    await clock.advance(15_000);
    await door.knocked;
    await say(port, running(1));
    await stream.until(heard(2));
    door.open();
    await say(port, running(2));
    await stream.until(heard(3));
    expect(await readers()).toBe(1);
  });

  it('is also the end when the job is gone, without a word', async () => {
    const stream = await follow(port);
    port.buildHashes.set('b1', undefined);
    await clock.advance(15_000);
    await stream.ended;
    expect(messages(stream)).toEqual(['{}']);
  });

  it('waits while the hash can not be read', async () => {
    const stream = await follow(port);
    port.buildHashes.beforeRead(() => Promise.reject(new Error('away')));
    await clock.advance(15_000);
    await stream.until(heard(1));
    await say(port, running(1));
    await stream.until(heard(2));
    expect(await readers()).toBe(1);
  });
});

describe('heartbeats', () => {
  it('come after 15 seconds without data, and each 15 seconds more', async () => {
    const stream = await follow(port);
    await clock.advance(10_000);
    await say(port, running(1));
    await stream.until(heard(1));
    await clock.advance(14_999);
    await say(port, running(2));
    await stream.until(heard(2));
    await clock.advance(14_999);
    expect(stream.text).not.toContain('heartbeat');
    await clock.advance(1);
    await stream.until(heard(3));
    await clock.advance(15_000);
    await stream.until(heard(4));
    expect(stream.events.slice(2)).toEqual([
      { event: 'heartbeat', data: '{}', id: undefined },
      { event: 'heartbeat', data: '{}', id: undefined },
    ]);
  });
});

describe('judges', () => {
  it('of Node hear each message as it was sent', async () => {
    const raw = '{\n  "type": "x", "text": "ü🔧"\n}';
    for (const open of [packageJudge, undiciJudge]) {
      const judge = open(port.url + STREAM);
      await eventually(async () => (await readers()) === 1);
      await say(port, { type: 'x' }, { raw });
      await judge.until(({ messages }) => messages.length === 1);
      judge.close();
      expect(judge.heard).toEqual([{ type: 'message', data: raw, id: '' }]);
      await eventually(async () => (await readers()) === 0);
    }
  });

  it('of the command line end with the job, in peace', async () => {
    const client = curl(port.url + STREAM);
    await eventually(async () => (await readers()) === 1);
    await say(port, running(1));
    await say(port, ready);
    expect(await client.ended).toBe(0);
    const [, body] = client.text.split('\r\n\r\n');
    expect(body).toBe(`data: ${JSON.stringify(running(1))}\n\ndata: ${JSON.stringify(ready)}\n\n`);
  });

  it('of the command line get the end of a job that had ended before', async () => {
    port.buildHashes.set('b1', { status: 'ready' });
    const client = curl(port.url + STREAM);
    expect(await client.ended).toBe(0);
    expect(client.text.split('\r\n\r\n')[1]).toBe(`data: ${final('ready')}\n\n`);
  });
});
