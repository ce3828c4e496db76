// A proxy between a program and its Redis that harms what passes: it cuts connections, holds answers
// back, and lets a command be carried out while its answer is lost.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { systemClock } from '../../src/clock.ts';
import { freePort } from './redis-server.ts';
import type { Seeded } from './seeded.ts';

/** How likely each is, for each piece of an answer; at most one of them happens to it. */
export interface Harm {
  /** The answer is thrown away, and the connection with it. */
  readonly drop: number;
  /** Connection and answer end, after a part of it has passed. */
  readonly cut: number;
  readonly delay: number;
  readonly delayMs: number;
}

export interface Proxy {
  readonly port: number;
  /** Begins to harm, or stops. */
  harm(how: Harm | undefined): void;
  /** What it did until now. */
  readonly done: { drops: number; cuts: number; delays: number };
  stop(): Promise<void>;
}

export async function startProxy(targetPort: number, random: Seeded): Promise<Proxy> {
  const done = { drops: 0, cuts: 0, delays: 0 };
  const open = new Set<Socket>();
  let harm: Harm | undefined;

  function fate(): 'drop' | 'cut' | 'delay' | 'none' {
    if (harm === undefined) return 'none';
    const lot = random.next();
    if (lot < harm.drop) return 'drop';
    if (lot < harm.drop + harm.cut) return 'cut';
    return lot < harm.drop + harm.cut + harm.delay ? 'delay' : 'none';
  }

  /** Answers whether the connection goes on. */
  async function answer(piece: Buffer, client: Socket): Promise<boolean> {
    switch (fate()) {
      case 'drop':
        done.drops += 1;
        return false;
      case 'cut':
        done.cuts += 1;
        await new Promise((resolve) => {
          client.write(piece.subarray(0, piece.length >> 1), resolve);
        });
        return false;
      case 'delay':
        done.delays += 1;
        await systemClock.sleep(harm?.delayMs ?? 0);
        break;
      case 'none':
    }
    client.write(piece);
    return true;
  }

  async function passAnswers(server: Socket, client: Socket): Promise<void> {
    for await (const piece of server) if (!(await answer(piece as Buffer, client))) return;
  }

  function serve(client: Socket): void {
    const server = connect(targetPort, '127.0.0.1').setNoDelay();
    for (const socket of [client.setNoDelay(), server]) {
      open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        open.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    client.pipe(server);
    void passAnswers(server, client)
      .catch(() => {})
      .finally(() => client.destroy());
  }

  const listener = createServer(serve).listen(await freePort(), '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    harm(how) {
      harm = how;
    },
    done,
    async stop() {
      const closed = once(listener, 'close');
      listener.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
