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
 * The share of calls for news; the rest is for urgent items, but for what is free again in a moment, as in the pace
 * (redis/pace/pace.lua). A little more than that grants, so that only bursts wait here: a waiting call makes everything
 * else of its chat wait, too.
 */
const NEWS_SHARE = 0.94;
const GIVEN_BACK_MS = 150;

export function createEvenOut({ clock, callsPerSecond }: Deps): EvenOut {
  /** Times of the latest calls, oldest first. */
  const calls: number[] = [];
  const newsCalls = Math.max(1, Math.floor(callsPerSecond * NEWS_SHARE));

  /** When so many of the latest calls are that long ago. */
  const freeAt = (limit: number, windowMs: number) =>
    (calls.at(-limit) ?? Number.NEGATIVE_INFINITY) + windowMs;

  return async (urgency) => {
    for (;;) {
      const now = clock.monotonic();
      while ((calls[0] ?? now) <= now - WINDOW_MS) calls.shift();
      const all = freeAt(callsPerSecond, WINDOW_MS);
      const news = urgency === 'news' ? freeAt(newsCalls, WINDOW_MS - GIVEN_BACK_MS) : all;
      const free = Math.max(all, news);
      if (free <= now) break;
      await clock.sleep(free - now);
    }
    calls.push(clock.monotonic());
  };
}
