// One WebSocket: writing, closing, and detecting a dead peer.
import type { WebSocket } from 'ws';
import type { Clock } from '../../runtime/clock.ts';
import { RIGHTS_CHANGED } from '../live/live-callers.ts';
import type { Connection, EndReason } from '../live/live-reader.ts';

export type SocketEnd =
  /** There are no live events at the moment. */
  'source_unavailable' | 'too_busy';

export interface SocketConnection extends Connection<SocketEnd> {
  /** Cuts the connection if the peer did not answer the last two pings. */
  ping(): void;
}

/** Codes of RFC 6455, as registered with IANA. */
const POLICY = 1008;
const RESTART = 1012;
const TRY_AGAIN = 1013;

const CLOSES: Readonly<Record<EndReason | SocketEnd, readonly [code: number, reason: string]>> = {
  closing: [RESTART, 'restarting'],
  rights_changed: [POLICY, RIGHTS_CHANGED],
  too_slow: [TRY_AGAIN, 'too much unread'],
  overrun: [TRY_AGAIN, 'too much at once; reconnect'],
  interrupted: [TRY_AGAIN, 'interrupted; reconnect'],
  source_unavailable: [TRY_AGAIN, 'the event source is unavailable'],
  too_busy: [TRY_AGAIN, 'too busy'],
};

const CLOSE_MS = 2_000;
/** One answer may be late because this process was busy. */
const MAX_UNANSWERED = 2;
/** Who leaves more unread has no use for answers to pings, which would gather for as long as it sends some. */
const UNREAD_BYTES = 65_536;

export function createSocketConnection(
  socket: WebSocket,
  clock: Pick<Clock, 'after'>,
): SocketConnection {
  let unanswered = 0;
  socket.on('error', ignore);
  socket.on('pong', () => {
    unanswered = 0;
  });
  socket.on('ping', (data) => {
    if (socket.bufferedAmount <= UNREAD_BYTES) socket.pong(data);
  });
  return {
    isClosed: () => socket.readyState === socket.CLOSED,
    unreadBytes: () => socket.bufferedAmount,
    onClose: (listener) => socket.once('close', listener),
    write: (bytes) => socket.send(bytes, { binary: false }),
    destroy: () => socket.terminate(),
    end(reason) {
      socket.close(...CLOSES[reason]);
      const cancel = clock.after(CLOSE_MS, () => socket.terminate());
      socket.once('close', cancel);
    },
    ping() {
      if (unanswered >= MAX_UNANSWERED) return socket.terminate();
      unanswered += 1;
      socket.ping();
    },
  };
}

/** Errors need no handling, because the `close` event follows. */
function ignore(): void {}
