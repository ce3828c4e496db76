// A proxy between a program and its Redis that harms what passes: it cuts connections, holds answers
// back, lets a command be carried out while its answer is lost, and swallows everything.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { systemClock } from '../../src/runtime/clock.ts';
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
  /**
   * Keeps every connection open, takes new ones, and forwards nothing. When that ends, connections of
   * which something was swallowed stay useless: only new ones work.
   */
  blackhole(isOn: boolean): void;
  /** Another server behind the same address, for new connections. */
  retarget(port: number): void;
  /** Cuts connections on which nothing came from the program for so long. */
  cutIdle(afterMs: number): void;
  /** Cuts all connections now. */
  cutAll(): void;
  /** What it did until now. */
  readonly done: { drops: number; cuts: number; delays: number };
  stop(): Promise<void>;
}

/** One connection through it. */
interface Line {
  isDead: boolean;
}

export async function startProxy(targetPort: number, random: Seeded): Promise<Proxy> {
  const done = { drops: 0, cuts: 0, delays: 0 };
  const open = new Set<Socket>();
  let harm: Harm | undefined;
  let isBlackhole = false;
  let target = targetPort;
  let idleMs = 0;

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

  async function passAnswers(server: Socket, client: Socket, line: Line): Promise<void> {
    for await (const piece of server) {
      line.isDead ||= isBlackhole;
      if (!line.isDead && !(await answer(piece as Buffer, client))) return;
    }
  }

  async function passQuestions(client: Socket, server: Socket, line: Line): Promise<void> {
    for await (const piece of client) {
      line.isDead ||= isBlackhole;
      if (!line.isDead && !server.write(piece as Buffer)) await once(server, 'drain');
    }
  }

  function serve(client: Socket): void {
    const server = connect(target, '127.0.0.1').setNoDelay();
    const line = { isDead: isBlackhole };
    for (const socket of [client.setNoDelay(), server]) {
      open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        open.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    if (idleMs > 0) client.setTimeout(idleMs, () => client.destroy());
    for (const passing of [
      passQuestions(client, server, line),
      passAnswers(server, client, line),
    ]) {
      void passing.catch(() => {}).finally(() => client.destroy());
    }
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
    blackhole(isOn) {
      isBlackhole = isOn;
    },
    retarget(port) {
      target = port;
    },
    cutIdle(afterMs) {
      idleMs = afterMs;
    },
    cutAll() {
      for (const socket of open) socket.destroy();
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
