// Every stream as every kind of caller: no byte of what they may not see, kept or live; and nothing in
// what they get tells when others' events come.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpApi } from '../http-api.ts';
import { openPeer } from '../live-parts.ts';
import { STREAMS } from './scope-streams.ts';
import { KINDS, leaksIn, publish, startWorld, type Walker } from './scope-world.ts';

let port: HttpApi;
let walkers: readonly Walker[];
beforeAll(async () => {
  ({ port, walkers } = await startWorld());
});
afterAll(() => port.stop());

interface Watched {
  readonly path: string;
  /** All that came until now, once it has been kept alive a few times more. */
  read(): Promise<string>;
}

async function watchStream(path: string, walker: Walker): Promise<Watched> {
  const token = walker.secret === undefined ? {} : { token: walker.secret };
  const stream = await port.open(path, { token: '', ...token, greeted: false });
  const { status, headers } = stream.response;
  return {
    path,
    async read() {
      const beats = () => stream.text.match(/keep-alive|heartbeat/g)?.length ?? 0;
      const from = beats();
      if (status === 200) await stream.until(() => beats() >= from + 3);
      stream.close();
      await stream.ended;
      return `${status} ${JSON.stringify([...headers])} ${stream.text}`;
    },
  };
}

async function watchSocket(path: string, { secret = '' }: Walker): Promise<Watched> {
  const headers = { authorization: `Bearer ${secret}` };
  const peer = await openPeer(port.url + path, headers).catch(String);
  return {
    path,
    async read() {
      if (typeof peer === 'string') return peer;
      for (let pings = 0; pings < 2; pings += 1) {
        const pinged = new Promise((resolve) => peer.socket.once('ping', resolve));
        await Promise.race([pinged, peer.ended.then(({ code }) => expect.fail(`closed: ${code}`))]);
      }
      peer.socket.terminate();
      return JSON.stringify(peer.messages);
    },
  };
}

async function watchAll(walker: Walker): Promise<(readonly [path: string, text: string])[]> {
  const paths = Object.values(STREAMS).flat();
  const open = (path: string) =>
    path.startsWith('/ws/') ? watchSocket(path, walker) : watchStream(path, walker);
  const watched = await Promise.all(paths.map(open));
  for (const kind of KINDS) await publish(port, kind);
  return Promise.all(watched.map(async ({ path, read }) => [path, await read()] as const));
}

describe('a stream', () => {
  it('carries nothing that its caller may not see, and what they may', async () => {
    const leaks: string[] = [];
    const missing: string[] = [];
    for (const walker of walkers) {
      const streams = await watchAll(walker);
      for (const [path, text] of streams) {
        leaks.push(...leaksIn(text, walker).map((leak) => `${walker.name} ${path}: ${leak}`));
      }
      const unseen = KINDS.filter(
        (kind) => walker.sees(kind) && !streams.join().includes(kind.name),
      );
      missing.push(...unseen.map(({ name }) => `${walker.name}: ${name}`));
    }
    expect(leaks).toEqual([]);
    expect(missing.filter((one) => !one.startsWith('admin of all held by 504'))).toEqual([]);
  });
});
