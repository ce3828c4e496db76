// A clock that a test moves by hand.
import { type Clock, systemClock } from '../../src/runtime/clock.ts';

export interface HandClock extends Clock {
  /** Moves time on and runs what became due. */
  advance(ms: number): void;
}

export function createHandClock(startAt = Date.UTC(2026, 0, 5, 12)): HandClock {
  let now = startAt;
  const timers = new Set<{ at: number; run: () => void }>();

  function after(ms: number, run: () => void) {
    const timer = { at: now + ms, run };
    timers.add(timer);
    return () => void timers.delete(timer);
  }

  return {
    now: () => now,
    monotonic: () => now - startAt,
    after,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const cancel = after(ms, resolve);
        signal?.addEventListener('abort', () => {
          cancel();
          resolve();
        });
      }),
    token: systemClock.token,
    random: () => 0.5,
    advance(ms) {
      now += ms;
      for (const timer of [...timers].sort((a, b) => a.at - b.at)) {
        if (timer.at > now || !timers.delete(timer)) continue;
        timer.run();
      }
    },
  };
}
