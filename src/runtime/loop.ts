// A service that repeats a round until it is stopped. A failed round is retried after a pause; the reason is logged
// once until a round succeeds.
import type { Clock } from './clock.ts';
import { messageOf } from './errors.ts';
import type { Service } from './lifecycle.ts';
import type { Logger } from './logger.ts';

interface Options {
  readonly name: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** Pause between two rounds; 0 if a round itself waits for work. */
  readonly everyMs?: number;
  /** Called with the reason after a failed round. */
  readonly onFailure?: (reason: string) => void;
  /** Called once after the last round. */
  readonly onEnd?: () => Promise<void>;
}

const RETRY_MS = 500;

/** `round` gets a signal that `stop` aborts; `stop` waits for the current round. */
export function createLoop(
  options: Options,
  round: (signal: AbortSignal) => Promise<void>,
): Service {
  const { name, clock, log, everyMs = 0 } = options;
  let stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let logged: string | undefined;

  async function once(signal: AbortSignal): Promise<number> {
    try {
      await round(signal);
      if (logged !== undefined) log.info({ loop: name }, 'loop_goes_on');
      logged = undefined;
      return everyMs;
    } catch (error) {
      if (signal.aborted) return 0;
      const reason = messageOf(error);
      if (reason !== logged) log.warn({ loop: name, reason }, 'loop_interrupted');
      logged = reason;
      options.onFailure?.(reason);
      return Math.max(everyMs, RETRY_MS);
    }
  }

  async function run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const pauseMs = await once(signal);
      if (pauseMs > 0) await clock.sleep(pauseMs, signal);
    }
  }

  return {
    name,
    async start() {
      stopping = new AbortController();
      running = run(stopping.signal);
    },
    async stop() {
      if (stopping.signal.aborted) return running;
      stopping.abort();
      await running;
      await options.onEnd?.();
    },
  };
}
