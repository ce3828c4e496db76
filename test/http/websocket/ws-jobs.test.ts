// GET /ws/jobs against a real server: what happens to jobs, live, and how a connection ends.
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createManualClock } from '../../helpers/manual-clock.ts';
import { ownMs } from '../../helpers/stopwatch.ts';
import { type HttpApi, startHttpApi } from '../http-api.ts';
import { eventually, openPeer, type Peer, readersOf, shakeHands } from '../live-parts.ts';

const PATH = '/ws/jobs';
let port: HttpApi;

beforeEach(async () => {
  port = await startHttpApi();
});
afterEach(() => port.stop());

const peer = (token = 'admin', headers: Record<string, string> = {}) =>
  openPeer(port.url + PATH, { authorization: `Bearer ${token}`, ...headers });
const peers = () => readersOf(port.metrics, 'jobs');
const idsOf = ({ messages }: Peer) => messages.map(({ payload }) => payload.event_id);
const has =
  (id = '') =>
  (each: Peer) =>
    idsOf(each).includes(id);

describe('messages', () => {
  it('tell what happens to jobs, in the shape of the dialect, and nothing else', async () => {
    const open = await peer();
    const types = ['job.created', 'job.updated', 'job.canceled', 'job.completed', 'job.failed'];
    const others = ['job.progress', 'job.created.twice', 'jobs.created', 'stage.completed'];
    const { ids } = await port.publish(
      ...types.flatMap((type, index) => [
        { type, data: { index } },
        { type: others[index] ?? 'x.y' },
      ]),
    );
    await open.until(has(ids[8]));
    expect(open.messages).toEqual(
      ['job.created', 'job.updated', 'job.cancelled', 'job.completed', 'job.failed'].map(
        (type, index) => ({ type, payload: { event_id: ids[index * 2], index } }),
      ),
    );
  });

  it('come from any dialect, in order, from the handshake on', async () => {
    await port.publish({ type: 'job.created' });
    const open = await peer();
    const many = Array.from({ length: 1_200 }, (_, index) => ({
      type: 'job.updated',
      dialect: index % 2 === 0 ? 'jobs' : 'televibe',
    }));
    const { ids } = await port.publish(...many);
    await open.until(has(ids.at(-1)));
    expect(idsOf(open)).toEqual(ids);
  });

  it('leave out what can not be written, and go on', async () => {
    await port.stop();
    port = await startHttpApi({
      encodeJobs: ({ id, type }) => {
        if (type === 'job.failed') throw new Error('no such shape');
        return { type, payload: { event_id: id } };
      },
    });
    const open = await peer();
    const { ids } = await port.publish({ type: 'job.failed' }, { type: 'job.created' });
    await open.until(has(ids[1]));
    expect(idsOf(open)).toEqual([ids[1]]);
  });

  it.each([
    ['reader-of-a', [1]],
    ['admin-of-a', [1, 2]],
    ['reader', [0, 1]],
    ['admin', [0, 1, 2]],
  ])('show the token %s the events %j of its scope', async (token, seen) => {
    const open = await peer(token);
    const created = { type: 'job.created', projectId: 'a' };
    const { ids } = await port.publish(
      { ...created, projectId: 'b' },
      created,
      { ...created, visibility: 'internal' },
      { ...created, type: 'job.failed' },
    );
    await open.until(has(ids[3]));
    expect(idsOf(open)).toEqual([...seen.map((index) => ids[index]), ids[3]]);
  });
});

describe('the end', () => {
  it('is 1013 for everybody when the event source is gone, and for who comes then', async () => {
    const open = [await peer(), await peer('reader')];
    port.sources.turn(false);
    for (const each of open) expect((await each.ended).code).toBe(1013);
    expect((await (await peer()).ended).code).toBe(1013);
    expect(await peers()).toBe(0);
    port.sources.turn(true);
    const back = await peer();
    const { ids } = await port.publish({ type: 'job.created' });
    await back.until(has(ids[0]));
  });

  it('comes in bounded time also to those who never answer', async () => {
    const { socket, answer } = await shakeHands(port.url + PATH);
    expect(answer).toContain('HTTP/1.1 101 ');
    expect(await ownMs(() => port.server.stop())).toBeLessThan(1_700);
    socket.resume();
    await once(socket, 'close');
  });

  it('is 1009 for who says too much; what else they say is passed over', async () => {
    const open = await peer();
    open.socket.send('hello');
    open.socket.send(Buffer.alloc(1_024));
    const { ids } = await port.publish({ type: 'job.created' });
    await open.until(has(ids[0]));
    open.socket.send(Buffer.alloc(1_025));
    expect((await open.ended).code).toBe(1009);
    await eventually(async () => (await peers()) === 0);
  });
});

describe('slow and dead peers', () => {
  it('that do not read are closed, and cost the others nothing', async () => {
    await port.stop();
    port = await startHttpApi({ limits: { unreadBytes: 262_144 } });
    const healthy = await peer();
    const { socket } = await shakeHands(port.url + PATH);
    socket.pause();
    const published: string[] = [];
    while ((await peers()) === 2) {
      const big = { type: 'job.updated', data: { text: 'x'.repeat(100_000) } };
      published.push(...(await port.publish(big)).ids);
      await healthy.until(has(published.at(-1)));
      expect(published.length).toBeLessThan(400);
    }
    expect(idsOf(healthy)).toEqual(published);
    expect(await port.metrics.text()).toContain('jobwire_readers_cut_total{shape="jobs"} 1');
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk)).resume();
    await once(socket, 'close');
    const tail = Buffer.concat(chunks).subarray(-19);
    expect([tail[0], tail.readUInt16BE(2)]).toEqual([0x88, 1013]);
  });

  it('are pinged every 15 seconds, and broken off when they do not answer', async () => {
    await port.stop();
    const clock = createManualClock();
    port = await startHttpApi({ clock });
    const alive = await peer();
    const dead = await shakeHands(port.url + PATH);
    const pings: number[] = [];
    alive.socket.on('ping', () => pings.push(clock.now()));
    await eventually(async () => (await peers()) === 2);
    for (let beat = 1; beat <= 3; beat += 1) {
      await clock.advance(15_000);
      await eventually(() => pings.length === beat);
      // Its pong is on the way; an event afterwards tells that the server has had time for it.
      const { ids } = await port.publish({ type: 'job.updated' });
      await alive.until(has(ids[0]));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(await peers()).toBe(1);
    dead.socket.resume();
    await eventually(() => dead.socket.closed || dead.socket.destroyed);
    expect(alive.socket.readyState).toBe(WebSocket.OPEN);
  });
});
