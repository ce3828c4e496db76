// Tells of an outage once: when the first connection is lost and when the last one is back.
import type { Redis } from 'ioredis';
import type { Clock } from '../clock.ts';
import { messageOf } from '../errors.ts';
import type { Logger } from '../logger.ts';

interface Deps {
  readonly clock: Clock;
  readonly log: Logger;
  onState(ok: boolean, detail: string): void;
}

export interface Outage {
  watch(redis: Redis): void;
  /** From now on Redis is expected to be there; before, whoever finds it away says nothing. */
  begin(): void;
}

const SILENT: LastWords = { reason: 'the connection was closed', isRefusal: false };

export function createOutage({ clock, log, onState }: Deps): Outage {
  const broken = new Set<Redis>();
  const working = new Set<Redis>();
  let since: number | undefined;
  let told: string | undefined;
  let isExpected = false;

  /** What is said of an outage changes with what is known of it. */
  function tell(ok: boolean, detail: string): void {
    if (told === detail) return;
    told = detail;
    onState(ok, detail);
  }

  function lost(redis: Redis, { reason, isRefusal }: LastWords): void {
    working.delete(redis);
    broken.add(redis);
    if (!isExpected) return;
    const detail = `Redis is away: ${reason}`;
    if (since === undefined) {
      since = clock.monotonic();
      log.warn({ reason }, 'redis_away');
      tell(false, detail);
    } else if (isRefusal && detail !== told) {
      log.warn({ reason }, 'redis_refuses');
      tell(false, detail);
    }
  }

  function settle(): void {
    if (broken.size > 0 || working.size === 0 || !isExpected) return;
    if (since !== undefined) {
      log.info({ awayMs: Math.round(clock.monotonic() - since) }, 'redis_back');
      since = undefined;
    }
    tell(true, '');
  }

  return {
    begin() {
      isExpected = true;
      settle();
    },
    watch(redis) {
      const words = lastWordsOf(redis);
      redis.on('reconnecting', () => lost(redis, words.take()));
      redis.on('ready', () => {
        words.take();
        broken.delete(redis);
        working.add(redis);
        settle();
      });
      redis.once('end', () => {
        broken.delete(redis);
        working.delete(redis);
        settle();
      });
    },
  };
}

interface LastWords {
  readonly reason: string;
  /** The server said it itself. */
  readonly isRefusal: boolean;
}

/** Why a connection ended: a refused one says so before it closes, a cut one just closes. */
function lastWordsOf(redis: Redis): { take(): LastWords } {
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
