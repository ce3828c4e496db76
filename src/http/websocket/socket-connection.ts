// One WebSocket: what is sent to it, how it is closed, and how it is found out that its peer is dead.
import type { WebSocket } from 'ws';
import type { Clock } from '../../runtime/clock.ts';
import { RIGHTS_ENDED } from '../live/live-callers.ts';
import type { Connection, EndReason } from '../live/live-reader.ts';

export type SocketEnd =
  /** Nothing comes that could be passed on. */
  'source_away' | 'too_busy';

export interface SocketConnection extends Connection<SocketEnd> {
  /** Breaks the connection off when its peer did not answer the last two. */
  ping(): void;
}

/** Codes of RFC 6455, as registered with IANA. */
const POLICY = 1008;
const RESTART = 1012;
const TRY_AGAIN = 1013;

const CLOSES: Readonly<Record<EndReason | SocketEnd, readonly [code: number, reason: string]>> = {
  closing: [RESTART, 'restarting'],
  rights_changed: [POLICY, RIGHTS_ENDED],
  too_slow: [TRY_AGAIN, 'too much unread'],
  overrun: [TRY_AGAIN, 'too much at once; come back and resume'],
  interrupted: [TRY_AGAIN, 'interrupted; come back and resume'],
  source_away: [TRY_AGAIN, 'the event source is away'],
  too_busy: [TRY_AGAIN, 'too busy'],
};

const CLOSE_MS = 2_000;
/** One answer may be late because we were busy ourselves. */
const MAX_UNANSWERED = 2;

export function createSocketConnection(
  socket: WebSocket,
  clock: Pick<Clock, 'after'>,
): SocketConnection {
  let unanswered = 0;
  socket.on('error', ignore);
  socket.on('pong', () => {
    unanswered = 0;
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

/** What breaks also closes, and that is heard. */
function ignore(): void {}
