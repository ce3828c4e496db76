// WebSocket peers that break the protocol or try to cost much: each is closed with the code that RFC 6455 gives, or
// costs nothing, and others go on.
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inTime } from '../../helpers/wait.ts';
import { type HttpApi, startHttpApi } from '../http-api.ts';
import { HANDSHAKE, openPeer, type Peer, shakeHands } from '../live-parts.ts';

let port: HttpApi;
let healthy: Peer;
const open: Socket[] = [];
beforeEach(async () => {
  port = await startHttpApi();
  healthy = await openPeer(`${port.url}/ws/jobs`, { authorization: 'Bearer admin' });
});
afterEach(async () => {
  for (const socket of open.splice(0)) socket.destroy();
  healthy.socket.terminate();
  await port.stop();
});

const shake = async (headers: Record<string, string> = HANDSHAKE) => {
  const { socket, answer } = await shakeHands(`${port.url}/ws/jobs`, headers);
  open.push(socket);
  return { socket, answer };
};

const FINAL = 0x80;
const [CONTINUATION, TEXT, PING] = [0, 1, 9];
const MASK = Buffer.from([1, 2, 3, 4]);

interface Frame {
  /** FIN, the reserved bits and the opcode. */
  readonly first: number;
  readonly payload?: Buffer;
  readonly isMasked?: boolean;
}

function frame({ first, payload = Buffer.alloc(0), isMasked = true }: Frame): Buffer {
  const length =
    payload.length < 126
      ? Buffer.from([payload.length])
      : Buffer.from([126, payload.length >> 8, payload.length & 255]);
  length[0] = (length[0] ?? 0) | (isMasked ? 0x80 : 0);
  if (!isMasked) return Buffer.concat([Buffer.from([first]), length, payload]);
  const masked = payload.map((byte, at) => byte ^ (MASK[at % 4] ?? 0));
  return Buffer.concat([Buffer.from([first]), length, MASK, masked]);
}

/** The code that the server closes with. */
async function closeCode(socket: Socket): Promise<number> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await inTime(once(socket, 'close'), 'the close', { patienceMs: 60_000 });
  const bytes = Buffer.concat(chunks);
  const at = bytes.indexOf(FINAL | 8);
  return bytes.readUInt16BE(at + 2);
}

async function expectHealthy(): Promise<void> {
  const { ids } = await port.publish({ type: 'job.updated' });
  await healthy.until(({ messages }) => messages.at(-1)?.payload.event_id === ids[0]);
}

const BROKEN = {
  'no mask': [1002, frame({ first: FINAL | TEXT, payload: Buffer.from('x'), isMasked: false })],
  'a reserved bit, as of compression that was not agreed on': [
    1002,
    frame({ first: FINAL | 0x40 | TEXT, payload: Buffer.from('x') }),
  ],
  'an unknown opcode': [1002, frame({ first: FINAL | 3 })],
  'a continuation of nothing': [1002, frame({ first: FINAL | CONTINUATION })],
  'a ping in pieces': [1002, frame({ first: PING })],
  'a ping of 200 bytes': [1002, frame({ first: FINAL | PING, payload: Buffer.alloc(200) })],
  'no UTF-8': [1007, frame({ first: FINAL | TEXT, payload: Buffer.from([0xff, 0xfe]) })],
  'a length of eight exabytes': [
    1009,
    Buffer.concat([Buffer.from([FINAL | TEXT, 0xff, 0x7f]), Buffer.alloc(7, 0xff), MASK]),
  ],
  'a length of 2 GB': [
    1009,
    Buffer.concat([Buffer.from([FINAL | TEXT, 0xff, 0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff]), MASK]),
  ],
  'a message in ever more pieces': [
    1009,
    Buffer.concat([
      frame({ first: TEXT, payload: Buffer.alloc(100, 'x') }),
      ...Array.from({ length: 20 }, () =>
        frame({ first: CONTINUATION, payload: Buffer.alloc(100, 'x') }),
      ),
    ]),
  ],
} as const;

describe('a peer', () => {
  it.each(Object.entries(BROKEN))('is closed that sends %s', async (_, [code, bytes]) => {
    const { socket } = await shake();
    socket.write(bytes);
    expect(await closeCode(socket)).toBe(code);
    await expectHealthy();
  });

  it('may send messages in pieces, with pings between them, which are answered', async () => {
    const { socket } = await shake();
    socket.write(frame({ first: TEXT, payload: Buffer.from('a') }));
    socket.write(frame({ first: FINAL | PING, payload: Buffer.from('now') }));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.subarray(2).toString()).toBe('now');
    socket.write(frame({ first: FINAL | CONTINUATION, payload: Buffer.from('b') }));
    socket.write(frame({ first: FINAL | PING, payload: Buffer.from('then') }));
    const [next] = (await once(socket, 'data')) as [Buffer];
    expect(next.subarray(2).toString()).toBe('then');
  });

  it('is offered no compression, so nothing unfolds', async () => {
    const offer = 'permessage-deflate; client_max_window_bits';
    const { answer } = await shake({ ...HANDSHAKE, 'sec-websocket-extensions': offer });
    expect(answer).toMatch(/^HTTP\/1\.1 101 /);
    expect(answer.toLowerCase()).not.toContain('sec-websocket-extensions');
  });

  it('that sends pings and reads nothing costs bounded memory', async () => {
    const { socket } = await shake();
    socket.pause();
    const ping = frame({ first: FINAL | PING, payload: Buffer.alloc(125) });
    const flood = Buffer.concat(Array.from({ length: 8_000 }, () => ping));
    let sent = 0;
    for (; sent < 30; sent += 1) {
      if (socket.write(flood)) continue;
      await inTime(once(socket, 'drain'), 'that pings are read', { patienceMs: 60_000 });
    }
    await expectHealthy();
    let answered = 0;
    socket.on('data', (chunk: Buffer) => {
      answered += chunk.length;
    });
    const last = frame({ first: FINAL | PING, payload: Buffer.from('last') });
    const isLast = new Promise<void>((resolve) => {
      socket.on('data', (chunk: Buffer) => chunk.includes('last') && resolve());
    });
    socket.resume();
    const asking = setInterval(() => socket.write(last), 50);
    await inTime(isLast, 'an answer once it reads', { saw: () => answered });
    clearInterval(asking);
    // Of 30 MB: what the systems of both ends hold, and a little of the process.
    expect(answered).toBeLessThan(20_000_000);
  }, 90_000);
});
