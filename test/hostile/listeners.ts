// Streams and sockets that stay open during an attack, and all that came out of them.
import { WebSocket } from 'ws';
import { readerOf, type TokenName } from './cast.ts';
import type { HostileWorld } from './hostile-world.ts';
import type { Reader } from './markers.ts';
import { KNOWN } from './secrets.ts';

export interface Listener {
  readonly reader: Reader;
  /** What came since the last time. */
  read(): string;
  everything(): string;
  close(): void;
}

/** Every stream that there is, with the filters that name what is another's; refused ones stay silent. */
const STREAMS = [
  '/events',
  '/events?since=2020-01-01T00:00:00Z',
  '/events?project_id=shop&since=0',
  `/events?job_id=${KNOWN.shopJob}&since=0`,
  `/api/v1/jobs/${KNOWN.shopJob}/events/stream`,
  `/api/v1/jobs/${KNOWN.labJob}/events/stream`,
  `/api/jobs/${KNOWN.buildJob}/events/stream`,
] as const;

/** Resolves when all of them are open, or were refused. */
export async function listen(world: HostileWorld, name: TokenName): Promise<Listener[]> {
  const secret = world.secrets[name];
  const sse = await Promise.all(STREAMS.map((path) => openStream(world, path, secret)));
  const opened = [...sse, await openSocket(world, secret)];
  return opened.map(({ said, close }) => {
    let seen = 0;
    return {
      reader: readerOf(name),
      read() {
        const text = said.slice(seen).join('');
        seen = said.length;
        return text;
      },
      everything: () => said.join(''),
      close,
    };
  });
}

interface Open {
  readonly said: string[];
  close(): void;
}

async function openStream(world: HostileWorld, path: string, secret: string): Promise<Open> {
  const ending = new AbortController();
  const response = await fetch(`${world.program.url}${path}`, {
    headers: { authorization: `Bearer ${secret}` },
    signal: ending.signal,
  });
  const said: string[] = [];
  const read = async () => {
    for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      said.push(piece);
    }
  };
  read().catch(() => {});
  return { said, close: () => ending.abort() };
}

async function openSocket(world: HostileWorld, secret: string): Promise<Open> {
  const address = `${world.program.url.replace('http', 'ws')}/ws/jobs`;
  const socket = new WebSocket(address, { headers: { authorization: `Bearer ${secret}` } });
  const said: string[] = [];
  socket.on('message', (data) => said.push(String(data)));
  await new Promise<void>((resolve) => {
    socket.on('open', () => resolve());
    socket.on('error', () => resolve());
    socket.on('unexpected-response', () => resolve());
  });
  return { said, close: () => socket.terminate() };
}
