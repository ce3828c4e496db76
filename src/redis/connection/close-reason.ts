// Why a connection ended: the server sends a reason before it refuses one, a cut one just closes.
import type { Redis } from 'ioredis';
import { messageOf } from '../../runtime/errors.ts';

export interface CloseReason {
  readonly reason: string;
  /** The server sent it. */
  readonly isRefusal: boolean;
}

const SILENT: CloseReason = { reason: 'the connection was closed', isRefusal: false };

/** `take` answers them once; after that the connection begins anew. */
export function closeReasonOf(redis: Redis): { take(): CloseReason } {
  let words = SILENT;
  redis.on('connect', () => {
    redis.stream.once('data', (first: Buffer) => {
      const reason = refusalIn(first);
      if (reason !== undefined) words = { reason, isRefusal: true };
    });
  });
  redis.on('error', (error: unknown) => {
    if (!words.isRefusal) words = { reason: messageOf(error), isRefusal: false };
  });
  return {
    take() {
      const last = words;
      words = SILENT;
      return last;
    },
  };
}

/**
 * A server that has too many clients, or that is in protected mode, says so unasked and hangs up. The
 * client library takes that for the answer to its first command, and keeps it to itself.
 */
function refusalIn(first: Buffer): string | undefined {
  const [, refusal] = /^-([^\r\n]{1,300})/.exec(first.toString('utf8', 0, 400)) ?? [];
  return refusal === undefined ? undefined : messageOf(refusal);
}
