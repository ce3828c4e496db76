// Clients that take their time, on purpose or not: each is cut at its documented time, and none costs others theirs.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/runtime/clock.ts';
import { waitUntil } from '../../helpers/wait.ts';
import { type HttpApi, startHttpApi } from '../http-api.ts';
import { readAll } from './raw-http.ts';

let port: HttpApi;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await port.stop();
});

async function open(): Promise<Socket> {
  const socket = connect(port.server.port, '127.0.0.1').on('error', () => {});
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

/** One character after another, for as long as anybody listens. */
async function drip(socket: Socket, text: string): Promise<void> {
  for (const character of text) {
    await systemClock.sleep(50);
    if (socket.destroyed || !socket.writable) return;
    socket.write(character);
  }
}

const HEAD = 'Host: localhost\r\nAuthorization: Bearer admin\r\n';
const BODY_HEAD = `POST /api/v1/events HTTP/1.1\r\n${HEAD}Content-Type: application/json\r\n`;

describe('a request that comes slowly', () => {
  it.each([
    ['a head', '', `GET /healthz HTTP/1.1\r\nX-Slow: ${'a'.repeat(10_000)}`],
    ['a body', `${BODY_HEAD}Content-Length: 10000\r\n\r\n`, '['.repeat(10_000)],
    ['chunks', `${BODY_HEAD}Transfer-Encoding: chunked\r\n\r\n`, '1\r\n[\r\n'.repeat(2_000)],
  ])('is cut however steadily it comes: %s', async (_, start, rest) => {
    port = await startHttpApi({ headMs: 600, requestMs: 1_200 });
    const socket = await open();
    socket.write(start);
    const dripping = drip(socket, rest);
    const { status, head } = await readAll(socket, 'a slow request');
    expect([status, head.includes('application/problem+json')]).toEqual([408, true]);
    await dripping;
  });

  it('is no fault of ours when its body takes longer than an answer may', async () => {
    port = await startHttpApi({ answerMs: 800 });
    const socket = await open();
    socket.write(`${BODY_HEAD}Content-Length: 10000\r\n\r\n`);
    const dripping = drip(socket, '['.repeat(10_000));
    const { status, head, body } = await readAll(socket, 'a slow body');
    expect([status, /connection: close/i.test(head)]).toEqual([408, true]);
    expect(body).toContain('did not arrive in time');
    await dripping;
  });

  it('is cut also when nothing comes at all', async () => {
    port = await startHttpApi({ headMs: 400 });
    const socket = await open();
    expect((await readAll(socket, 'silence')).status).toBe(408);
  });
});

describe('an answer that nobody reads', () => {
  it('is cut when nothing moves any more', async () => {
    port = await startHttpApi({ stuckMs: 500 });
    const big = { data: { text: 'x'.repeat(200_000) } };
    await port.publish(...Array.from({ length: 100 }, () => big));
    const socket = await open();
    socket.write(`GET /api/v1/events?limit=1000 HTTP/1.1\r\n${HEAD}Connection: close\r\n\r\n`);
    // It has begun, and from now on nobody reads.
    await once(socket, 'readable');
    await systemClock.sleep(3_000);
    const reading = readAll(socket, 'an answer that was not read');
    socket.resume();
    const { head, body } = await reading;
    const whole = Number(/content-length: (\d+)/i.exec(head)?.[1]);
    expect(whole).toBeGreaterThan(20_000_000);
    expect(body.length).toBeLessThan(whole);
  });
});

describe('idle connections', () => {
  it('shut nobody out: the one that is idle for longest makes room, and no stream does', async () => {
    port = await startHttpApi({ maxConnections: 30 });
    const stream = await port.open();
    const silent = await Promise.all(Array.from({ length: 20 }, open));
    const asked = await open();
    asked.write(`GET /healthz HTTP/1.1\r\n${HEAD}\r\n`);
    await once(asked, 'data');
    const halfway = await open();
    halfway.write('GET /healthz HTTP/1.1\r\nHo');
    for (let count = 0; count < 40; count += 1) await open();
    await waitUntil(() => silent.every(({ closed }) => closed) && asked.closed && halfway.closed);
    expect((await port.get('/healthz')).status).toBe(200);
    const { ids } = await port.publish({});
    await stream.until((now) => now.ids.includes(ids[0] ?? ''));
  });

  it('are a few kilobytes each, and others are answered meanwhile', async () => {
    port = await startHttpApi();
    await (await port.get('/healthz')).text();
    const count = 1_000;
    const before = process.memoryUsage().rss;
    await Promise.all(Array.from({ length: count }, open));
    expect((await port.get('/healthz')).status).toBe(200);
    // Both ends are in this process.
    expect((process.memoryUsage().rss - before) / count).toBeLessThan(80_000);
  });
});
