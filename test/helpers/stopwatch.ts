// Upper bounds of time that a busy machine doesn't break: what it took away from this process is not
// counted, what this process waited or computed is.
import { systemClock } from '../../src/runtime/clock.ts';

const TICK_MS = 10;
/** A tick that comes later than that was kept waiting: by our own computing, which counts, or by others. */
const PUNCTUAL_MS = 2 * TICK_MS;

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** Milliseconds for which this process waited or computed until the work was done. */
export async function ownMs(work: () => Promise<unknown>): Promise<number> {
  let sum = 0;
  let since = { at: systemClock.monotonic(), cpu: cpuMs() };
  const tick = () => {
    const now = { at: systemClock.monotonic(), cpu: cpuMs() };
    sum += Math.min(now.at - since.at, Math.max(PUNCTUAL_MS, now.cpu - since.cpu));
    since = now;
  };
  const timer = setInterval(tick, TICK_MS);
  try {
    await work();
  } finally {
    clearInterval(timer);
    tick();
  }
  return sum;
}

/** Milliseconds of computing. */
export function effortMs(work: () => void): number {
  const before = cpuMs();
  work();
  return cpuMs() - before;
}
