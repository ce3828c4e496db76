// How many requests each caller may send: an even rate with some at once. Kept per replica, for the most recent callers.
import type { Clock } from '../../runtime/clock.ts';

export interface RequestRates {
  /** At once, by whoever has sent none for a while. */
  readonly burst: number;
  /** Counts a request of this caller, unless it is one too many. */
  take(caller: string): RateVerdict;
}

interface RateVerdict {
  /** Otherwise it is one too many, and does not count. */
  readonly isWithin: boolean;
  /** How many may follow now. */
  readonly remaining: number;
  /** In how many milliseconds one more may follow. */
  readonly oneMoreInMs: number;
}

interface Options {
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Above 0. */
  readonly perMinute: number;
}

/** How long it takes from `at` until all that the caller has sent is made up for. */
interface Debt {
  readonly ms: number;
  /** By the monotonic clock. */
  readonly at: number;
}

const MINUTE_MS = 60_000;
/** So much of a minute at once. */
const BURST_SHARE = 0.25;
/** Beyond this, those that have sent nothing for longest are forgotten: they may begin anew. */
const MAX_CALLERS = 10_000;
/** Times are sums of fractions; this is less than any clock shows. */
const ROUNDING_MS = 1e-6;

export function createRequestRates({ clock, perMinute }: Options): RequestRates {
  const burst = Math.ceil(perMinute * BURST_SHARE);
  const eachMs = MINUTE_MS / perMinute;
  const wholeMs = burst * eachMs;
  const byCaller = new Map<string, Debt>();

  function remember(caller: string, debt: Debt): void {
    byCaller.delete(caller);
    byCaller.set(caller, debt);
    const [oldest] = byCaller.keys();
    if (byCaller.size > MAX_CALLERS && oldest !== undefined) byCaller.delete(oldest);
  }

  return {
    burst,
    take(caller) {
      const now = clock.monotonic();
      const known = byCaller.get(caller);
      const owedMs = known === undefined ? 0 : Math.max(0, known.ms - (now - known.at));
      const isWithin = owedMs + eachMs <= wholeMs + ROUNDING_MS;
      const ms = isWithin ? owedMs + eachMs : owedMs;
      remember(caller, { ms, at: now });
      const remaining = Math.floor((wholeMs - ms + ROUNDING_MS) / eachMs);
      return { isWithin, remaining, oneMoreInMs: ms + (remaining + 1) * eachMs - wholeMs };
    },
  };
}
