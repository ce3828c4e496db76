// Reports an outage once: when the first connection is lost and when the last one is back.
import type { Redis } from 'ioredis';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logger.ts';
import { createAnswered } from './answered.ts';
import { type CloseReason, closeReasonOf } from './close-reason.ts';

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

export function createOutage(deps: Deps): Outage {
  const broken = new Set<Redis>();
  const working = new Set<Redis>();
  const proofs = createAnswered(() => settle());
  const report = createReport(deps);
  let isExpected = false;

  function lost(redis: Redis, words: CloseReason): void {
    working.delete(redis);
    broken.add(redis);
    if (isExpected && report.away(words)) proofs.begin();
  }

  function settle(): void {
    if (!isExpected || broken.size > 0 || working.size === 0) return;
    if (!report.isAway || proofs.areComplete(working)) report.back();
  }

  return {
    begin() {
      isExpected = true;
      settle();
    },
    watch(redis) {
      const words = closeReasonOf(redis);
      redis.on('reconnecting', () => lost(redis, words.take()));
      redis.on('ready', () => {
        words.take();
        broken.delete(redis);
        working.add(redis);
        proofs.add(redis);
        settle();
      });
      let hasEnded = false;
      redis.on('end', () => {
        hasEnded = true;
        broken.delete(redis);
        working.delete(redis);
        settle();
      });
      // One that was ended because it hung, and reconnects.
      redis.on('connecting', () => hasEnded && broken.add(redis));
    },
  };
}

/** What is said of an outage: that it began, what more is learnt of it, that it is over. */
function createReport({ clock, log, onState }: Deps) {
  let since: number | undefined;
  let logged: string | undefined;

  function tell(isUp: boolean, detail: string): void {
    if (logged === detail) return;
    logged = detail;
    onState(isUp, detail);
  }

  return {
    get isAway() {
      return since !== undefined;
    },
    /** Returns whether it has just started. */
    away({ reason, isRefusal }: CloseReason): boolean {
      const isNew = since === undefined;
      const detail = `Redis is away: ${reason}`;
      if (isNew) log.warn({ reason }, 'redis_away');
      else if (!isRefusal || detail === logged) return false;
      else log.warn({ reason }, 'redis_refuses');
      since ??= clock.monotonic();
      tell(false, detail);
      return isNew;
    },
    back(): void {
      if (since !== undefined) {
        log.info({ awayMs: Math.round(clock.monotonic() - since) }, 'redis_back');
      }
      since = undefined;
      tell(true, '');
    },
  };
}
