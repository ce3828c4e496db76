// The WebSockets that are connected: what is sent to them, who is dead or too slow, and how they
// leave.
import type { WebSocket } from 'ws';
import type { Clock } from '../../runtime/clock.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import type { View } from '../access/event-filter.ts';
import type { StreamLimits } from '../sse/stream-limits.ts';

export interface Peer {
  readonly socket: WebSocket;
  readonly view: View;
  /** Pings since its last answer. */
  unanswered: number;
}

export interface Peers {
  /** How many are there that nobody closed yet. */
  readonly size: number;
  all(): Iterable<Peer>;
  /** It is removed when its connection closes. */
  add(socket: WebSocket, view: View): Peer;
  /** Sends one text, unless the peer has left too much unread: then it is closed. */
  send(peer: Peer, text: Buffer): void;
  /** Breaks the connection of a peer that did not answer the last two. */
  ping(peer: Peer): void;
  /** With a code of RFC 6455. Who does not answer in time is broken off. */
  close(peer: Peer, code: number, reason: string): void;
  closeAll(code: number, reason: string): void;
  /** Resolves when the connections of all who were told to leave are closed. */
  allGone(): Promise<unknown>;
  /** Breaks all connections, also those that are closing. */
  terminateAll(): void;
}

interface Deps {
  /** Name of the shape they read, for the metrics. */
  readonly shape: string;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly limits: StreamLimits;
}

const CLOSE_MS = 2_000;
/** One answer may be late because we were busy ourselves. */
const MAX_UNANSWERED = 2;
const TRY_AGAIN = 1013;

export function createPeers({ shape, clock, metrics, limits }: Deps): Peers {
  const there = new Set<Peer>();
  const leaving = new Set<Peer>();

  function remove(peer: Peer): void {
    if (there.delete(peer)) metrics.readers(shape, -1);
  }

  function close(peer: Peer, code: number, reason: string): void {
    if (!there.has(peer)) return;
    remove(peer);
    leaving.add(peer);
    peer.socket.close(code, reason);
    const cancel = clock.after(CLOSE_MS, () => peer.socket.terminate());
    peer.socket.once('close', cancel);
  }

  return {
    get size() {
      return there.size;
    },
    all: () => there,
    add(socket, view) {
      const peer: Peer = { socket, view, unanswered: 0 };
      there.add(peer);
      metrics.readers(shape, 1);
      socket.on('error', ignore);
      socket.on('pong', () => {
        peer.unanswered = 0;
      });
      socket.once('close', () => {
        remove(peer);
        leaving.delete(peer);
      });
      return peer;
    },
    send(peer, text) {
      if (!there.has(peer)) return;
      if (peer.socket.bufferedAmount <= limits.unreadBytes) {
        peer.socket.send(text, { binary: false });
        return;
      }
      metrics.readerCut(shape);
      close(peer, TRY_AGAIN, 'too much unread');
    },
    ping(peer) {
      if (peer.unanswered >= MAX_UNANSWERED) return peer.socket.terminate();
      peer.unanswered += 1;
      peer.socket.ping();
    },
    close,
    closeAll(code, reason) {
      for (const peer of [...there]) close(peer, code, reason);
    },
    allGone: () => Promise.all([...leaving].map(({ socket }) => closed(socket))),
    terminateAll() {
      for (const { socket } of [...there, ...leaving]) socket.terminate();
    },
  };
}

function closed(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

/** What breaks also closes, and that is heard. */
function ignore(): void {}
