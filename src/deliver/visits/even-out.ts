// Calls are granted at an even pace, but a process that was starved of CPU makes them all at once afterwards, and
// Telegram counts when they arrive. So each process also limits its calls at the time of the call.
import type { Clock } from '../../runtime/clock.ts';
import type { Urgency } from '../pace.ts';

interface Deps {
  readonly clock: Pick<Clock, 'monotonic' | 'sleep'>;
  readonly callsPerSecond: number;
}

/** Resolves once a call may be made, and counts it. */
export type EvenOut = (urgency: Urgency) => Promise<void>;

/** A second, plus the jitter of two calls on their way to Telegram. */
const WINDOW_MS = 1_050;
/**
 * The share of calls for news; the rest is for urgent items. More than the pace grants to news (a tenth less than
 * all), so that only bursts wait here: a waiting call makes everything else of its chat wait, too.
 */
const NEWS_SHARE = 0.94;

export function createEvenOut({ clock, callsPerSecond }: Deps): EvenOut {
  /** Times of the latest calls, oldest first. */
  const calls: number[] = [];
  const limits: Record<Urgency, number> = {
    urgent: callsPerSecond,
    news: Math.max(1, Math.floor(callsPerSecond * NEWS_SHARE)),
  };

  return async (urgency) => {
    const limit = limits[urgency];
    for (;;) {
      const now = clock.monotonic();
      while ((calls[0] ?? now) <= now - WINDOW_MS) calls.shift();
      const blocking = calls[calls.length - limit];
      if (blocking === undefined) break;
      await clock.sleep(blocking + WINDOW_MS - now);
    }
    calls.push(clock.monotonic());
  };
}
