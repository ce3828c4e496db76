// The way from one replica to Redis, with what happens to real ways: connections are cut or refused, or
// stay open and carry nothing; answers come late or never.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { systemClock } from '../../src/runtime/clock.ts';
import { freePort } from '../helpers/redis-server.ts';

/**
 * `refuse`: cuts what is open and what comes. `blackhole`: connections stay open, new ones too, and
 * carry nothing. `lose-answers`: a command is carried out, its connection ends with the answer. `slow`:
 * answers are held back.
 */
type Mode = 'pass' | 'refuse' | 'blackhole' | 'lose-answers' | 'slow';

export interface Link {
  readonly port: number;
  /** Ends every connection. */
  cut(): void;
  become(mode: Mode): void;
  /** Those that are open now carry nothing any more, and never will. */
  deafen(): void;
  stop(): Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  /** What a blackhole holds back, in order. */
  held: (() => void)[];
  isDeaf: boolean;
  /** When the last answer was passed: none overtakes another. */
  answered: Promise<void>;
}

const SLOW_MS = 150;

export async function createLink(targetPort: number): Promise<Link> {
  const pairs = new Set<Pair>();
  let mode: Mode = 'pass';

  function cut(): void {
    for (const { client, server } of pairs) for (const one of [client, server]) one.destroy();
  }

  function pass(pair: Pair, write: () => void): void {
    if (pair.isDeaf) return;
    if (mode === 'blackhole') pair.held.push(write);
    else write();
  }

  function answer(pair: Pair, piece: Buffer): void {
    if (mode === 'lose-answers') {
      pair.client.destroy();
      return;
    }
    const dueAt = systemClock.monotonic() + (mode === 'slow' ? SLOW_MS : 0);
    pair.answered = pair.answered.then(async () => {
      const early = dueAt - systemClock.monotonic();
      if (early > 0) await systemClock.sleep(early);
      pass(pair, () => void pair.client.write(piece));
    });
  }

  function serve(client: Socket): void {
    if (mode === 'refuse') {
      client.destroy();
      return;
    }
    const server = connect(targetPort, '127.0.0.1').setNoDelay();
    const pair: Pair = {
      client: client.setNoDelay(),
      server,
      held: [],
      isDeaf: false,
      answered: Promise.resolve(),
    };
    pairs.add(pair);
    for (const socket of [client, server]) {
      socket.on('error', () => {});
      socket.on('close', () => {
        pairs.delete(pair);
        client.destroy();
        server.destroy();
      });
    }
    client.on('data', (piece) => pass(pair, () => void server.write(piece)));
    server.on('data', (piece) => answer(pair, piece));
  }

  const listener = createServer(serve).listen(await freePort(), '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    cut,
    become(next) {
      mode = next;
      if (mode === 'refuse') cut();
      if (mode === 'blackhole') return;
      for (const pair of pairs) for (const write of pair.held.splice(0)) write();
    },
    deafen() {
      for (const pair of pairs) {
        pair.isDeaf = true;
        pair.held = [];
      }
    },
    async stop() {
      const closed = once(listener, 'close');
      listener.close();
      cut();
      await closed;
    },
  };
}
