// Ends the process when its event loop stands still, so that a supervisor starts it anew. A thread of
// its own listens for heartbeats of the main one, because whoever hangs can't notice it.
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

/** What the thread is given. */
export interface WatchdogOrders {
  /** One Int32 that the main thread increments. */
  readonly shared: SharedArrayBuffer;
  readonly lookMs: number;
  /** So many looks in a row without a heartbeat are a hang. */
  readonly maxLooks: number;
}

const THREAD = new URL('./watchdog-thread.js', import.meta.url);
const MAX_SILENCE_MS = 30_000;
/** So many looks of the thread make up the longest silence. */
const LOOKS = 30;

/**
 * A process that hangs writes one line `event_loop_hangs` to standard error and ends by SIGABRT.
 * Nothing happens while a debugger is attached: whoever looks at a breakpoint takes their time.
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
      const orders: WatchdogOrders = { shared, lookMs, maxLooks: LOOKS };
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
