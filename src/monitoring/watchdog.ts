// Ends the process if its event loop hangs, so that a supervisor restarts it. A separate thread listens for heartbeats
// of the main one, because a thread that hangs can't detect it.
import { url as debuggerAddress } from 'node:inspector';
import { Worker } from 'node:worker_threads';
import type { Clock } from '../runtime/clock.ts';
import { messageOf } from '../runtime/errors.ts';
import type { Service } from '../runtime/lifecycle.ts';
import type { Logger } from '../runtime/logger.ts';

interface Deps {
  readonly clock: Pick<Clock, 'after'>;
  readonly log: Pick<Logger, 'warn'>;
  /** How long the event loop may be silent. */
  readonly maxSilenceMs?: number;
}

/** Passed to the thread. */
export interface WatchdogOptions {
  /** One Int32 that the main thread increments. */
  readonly shared: SharedArrayBuffer;
  readonly lookMs: number;
  /** So many consecutive checks without a heartbeat are a hang. */
  readonly maxLooks: number;
}

const THREAD = new URL('./watchdog-thread.js', import.meta.url);
const MAX_SILENCE_MS = 30_000;
/** How many checks the maximum silence is divided into. */
const LOOKS = 30;

/**
 * A process that hangs writes one line `event_loop_hangs` to standard error and ends with SIGABRT. Disabled while a
 * debugger is attached, because a breakpoint looks like a hang.
 */
export function createWatchdog({ clock, log, maxSilenceMs = MAX_SILENCE_MS }: Deps): Service {
  const lookMs = Math.max(1, Math.floor(maxSilenceMs / LOOKS));
  let worker: Worker | undefined;
  let stopBeating = () => {};

  function startBeating(beats: Int32Array): void {
    const beat = () => {
      Atomics.add(beats, 0, 1);
      stopBeating = clock.after(lookMs, beat);
    };
    beat();
  }

  return {
    name: 'watchdog',
    async start() {
      if (worker !== undefined || debuggerAddress() !== undefined) return;
      const shared = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
      const orders: WatchdogOptions = { shared, lookMs, maxLooks: LOOKS };
      // A thread may take its time to start; nothing waits for it.
      worker = new Worker(THREAD, { workerData: orders });
      worker.on('error', (error) => log.warn({ reason: messageOf(error) }, 'watchdog_failed'));
      worker.unref();
      startBeating(new Int32Array(shared));
    },
    async stop() {
      stopBeating();
      const ending = worker;
      worker = undefined;
      await ending?.terminate();
    },
  };
}
