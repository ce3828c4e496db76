// Waiting that shows within seconds that what it waits for does not come, and says what there was instead.
import { systemClock } from '../../src/runtime/clock.ts';

/** Without any change of what is seen. */
const PATIENCE_MS = 60_000;
const LOOK_MS = 5;
const MAX_SEEN = 2_000;

interface Options {
  /** What there is: in the error, and while it changes there is hope. */
  readonly saw?: () => unknown;
  readonly patienceMs?: number;
}

/** Resolves as soon as it is so. For what tells nobody when it changes. */
export async function waitUntil(
  isSo: () => boolean | Promise<boolean>,
  options: Options = {},
): Promise<void> {
  const hope = createHope(String(isSo), options);
  while (!(await isSo())) {
    await hope.check();
    await systemClock.sleep(LOOK_MS);
  }
}

/** The promise; rejects when it is not settled while nothing changes. `what`: it is waited for. */
export async function inTime<T>(
  promise: Promise<T>,
  what: string,
  options: Options = {},
): Promise<T> {
  const over = new AbortController();
  const hope = createHope(what, options);
  const losing = (async (): Promise<never> => {
    for (;;) {
      await systemClock.sleep(10 * LOOK_MS, over.signal);
      if (over.signal.aborted) return new Promise<never>(() => {});
      await hope.check();
    }
  })();
  return Promise.race([promise, losing]).finally(() => over.abort());
}

function createHope(what: string, { saw = () => '', patienceMs = PATIENCE_MS }: Options) {
  let seen: string | undefined;
  let until = 0;
  return {
    /** Throws when nothing has changed for too long. */
    async check(): Promise<void> {
      const now = JSON.stringify(await saw()) ?? '';
      if (now !== seen) until = systemClock.monotonic() + patienceMs;
      seen = now;
      if (systemClock.monotonic() < until) return;
      throw new Error(`waited for ${what}; there was ${now.slice(-MAX_SEEN)}`);
    },
  };
}
