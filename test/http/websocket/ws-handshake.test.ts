// Handshakes of GET /ws/jobs: who is let in, and what else asks for an upgrade.
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ownMs } from '../../helpers/stopwatch.ts';
import { caller } from '../callers.ts';
import { type HttpApi, startHttpApi } from '../http-api.ts';
import {
  createDoor,
  eventually,
  HANDSHAKE,
  openPeer,
  type Peer,
  readersOf,
  shakeHands,
} from '../live-parts.ts';

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

describe('the handshake', () => {
  it.each([
    [undefined, 401],
    ['wrong', 401],
    ['publisher', 404],
  ])('is refused as plain HTTP for the token %s: %i', async (token, status) => {
    const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
    const socket = new WebSocket(port.url.replace('http', 'ws') + PATH, { headers });
    socket.on('error', () => {});
    const [, response] = await once(socket, 'unexpected-response');
    expect(response.statusCode).toBe(status);
    expect(response.headers['content-type']).toContain('application/problem+json');
    const chunks: Buffer[] = await response.toArray();
    expect(JSON.parse(Buffer.concat(chunks).toString())).toMatchObject({ status });
    expect(await peers()).toBe(0);
  });

  it.each([
    ['a page of another origin', { origin: 'https://evil.example' }, 403],
    ['a name that is not ours', { host: 'evil.example' }, 421],
  ])('is refused for %s', async (_name, header, status) => {
    const { socket, answer } = await shakeHands(port.url + PATH, { ...HANDSHAKE, ...header });
    expect(answer).toContain(`HTTP/1.1 ${status} `);
    await once(socket, 'close');
  });

  it('is open to pages of origins that are named', async () => {
    await port.stop();
    port = await startHttpApi({ corsOrigins: ['https://tools.example.org'] });
    const open = await peer('admin', { origin: 'https://tools.example.org' });
    const { ids } = await port.publish({ type: 'job.created' });
    await open.until(has(ids[0]));
  });

  it.each([
    ['without a key', { 'sec-websocket-key': '' }],
    ['with a broken key', { 'sec-websocket-key': 'x' }],
    ['of another version', { 'sec-websocket-version': '12' }],
  ])('is refused %s, with what was expected', async (_name, header) => {
    const { socket, answer } = await shakeHands(port.url + PATH, { ...HANDSHAKE, ...header });
    expect(answer).toContain('HTTP/1.1 426 ');
    expect(answer).toContain('expected a handshake of version 13');
    await once(socket, 'close');
    expect(await peers()).toBe(0);
  });

  it('is expected: a plain request is told so', async () => {
    const response = await port.get(PATH, 'admin');
    expect([response.status, response.headers.get('upgrade')]).toEqual([426, 'websocket']);
    await response.text();
    expect((await port.get(PATH)).status).toBe(401);
  });

  it('of another protocol, or on another path, is a plain request', async () => {
    const plain = connect(port.server.port, '127.0.0.1');
    let text = '';
    plain.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
    const body = '{"event_type":';
    const h2c = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk';
    plain.write(`GET /healthz HTTP/1.1\r\nHost: localhost\r\n${h2c}\r\n\r\n`);
    await eventually(() => text.includes('"alive"'));
    const websocket = 'Connection: Upgrade\r\nUpgrade: websocket';
    plain.write(`GET /nothing HTTP/1.1\r\nHost: localhost\r\n${websocket}\r\n\r\n`);
    await eventually(() => text.includes('not_found'));
    plain.write(
      `POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer publisher\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n${body}`,
    );
    await once(plain, 'close');
    expect(text).toMatch(/HTTP\/1.1 200 .*HTTP\/1.1 404 .*HTTP\/1.1 400 .*is not JSON/s);
  });

  it('that comes before earlier requests are answered breaks the connection', async () => {
    const plain = connect(port.server.port, '127.0.0.1')
      .on('error', () => {})
      .resume();
    const head = Object.entries(HANDSHAKE).map(([name, value]) => `${name}: ${value}\r\n`);
    plain.write(
      `GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET ${PATH} HTTP/1.1\r\n${head.join('')}\r\n`,
    );
    await once(plain, 'close');
    expect(await peers()).toBe(0);
  });

  it('that is still being answered does not hold the server up', async () => {
    await port.stop();
    const door = createDoor();
    port = await startHttpApi({
      authenticate: async () => {
        await door.pass();
        return caller();
      },
    });
    const asked = peer().catch((error: unknown) => error);
    await door.knocked;
    expect(await ownMs(() => port.server.stop())).toBeLessThan(1_500);
    door.open();
    expect(await asked).toBeInstanceOf(Error);
    expect(await peers()).toBe(0);
  });
});
