// Calls are granted at an even pace, but a process that had to wait for a processor makes all of them at
// once afterwards, and Telegram counts when they come. So each process also keeps to the bot's limits by
// the time at which it really calls.
import type { Clock } from '../../runtime/clock.ts';
import type { Urgency } from '../pace.ts';

interface Deps {
  readonly clock: Pick<Clock, 'monotonic' | 'sleep'>;
  readonly callsPerSecond: number;
}

/** Resolves when a call may be made now, and counts it. */
export type EvenOut = (urgency: Urgency) => Promise<void>;

/** A second, and what two calls may differ in their way to Telegram. */
const WINDOW_MS = 1_050;
/**
 * Of the bot's calls; the rest is for what is urgent. More than are granted to news (a tenth less than all),
 * so that only bunches wait here: a call that waits has all else of its chat wait, too.
 */
const NEWS_SHARE = 0.94;

export function createEvenOut({ clock, callsPerSecond }: Deps): EvenOut {
  /** When the last calls were made, or are going to be; the oldest first. */
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
      const inTheWay = calls[calls.length - limit];
      if (inTheWay === undefined) break;
      await clock.sleep(inTheWay + WINDOW_MS - now);
    }
    calls.push(clock.monotonic());
  };
}
