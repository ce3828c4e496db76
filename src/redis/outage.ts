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

const CUT = 'the connection was closed';

export function createOutage({ clock, log, onState }: Deps): Outage {
  const broken = new Set<Redis>();
  const working = new Set<Redis>();
  let since: number | undefined;
  let told: boolean | undefined;
  let isExpected = false;

  function tell(ok: boolean, detail: string): void {
    if (told === ok) return;
    told = ok;
    onState(ok, detail);
  }

  function lost(redis: Redis, reason: string): void {
    working.delete(redis);
    broken.add(redis);
    if (since !== undefined || !isExpected) return;
    since = clock.monotonic();
    log.warn({ reason }, 'redis_away');
    tell(false, `Redis is away: ${reason}`);
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
      // A refused connection says why with an error before it closes; a cut one just closes.
      let reason = CUT;
      redis.on('connect', () => {
        redis.stream.once('data', (first: Buffer) => {
          reason = refusalIn(first) ?? reason;
        });
      });
      redis.on('error', (error: unknown) => {
        reason = messageOf(error);
      });
      redis.on('reconnecting', () => {
        lost(redis, reason);
        reason = CUT;
      });
      redis.on('ready', () => {
        reason = CUT;
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

/**
 * A server that has too many clients, or that is in protected mode, says so unasked and hangs up. The
 * client library takes that for the answer to its first command, and keeps it to itself.
 */
function refusalIn(first: Buffer): string | undefined {
  const [, refusal] = /^-([^\r\n]{1,300})/.exec(first.toString('utf8', 0, 400)) ?? [];
  return refusal === undefined ? undefined : messageOf(refusal);
}
