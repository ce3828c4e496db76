// A program that starts a watchdog which bears 600 ms of silence, and then does what it was told to.

import { createWatchdog } from '../../src/monitoring/watchdog.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { silentLogger } from '../../src/runtime/logger.ts';

const watchdog = createWatchdog({ clock: systemClock, log: silentLogger, maxSilenceMs: 600 });

/** The event loop stands as still as while it computes, and leaves the processor to others. */
function block(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)), 0, 0, ms);
}

const PARTS: Record<string, () => Promise<void>> = {
  async hangs() {
    block(60_000);
  },
  async 'is-busy'() {
    for (let round = 0; round < 10; round += 1) {
      block(300);
      await systemClock.sleep(30);
    }
    await watchdog.stop();
  },
  async 'is-paused'() {
    await systemClock.sleep(2_500);
    process.stdout.write('went on\n');
    await systemClock.sleep(1_500);
    await watchdog.stop();
  },
  async 'stops-watching'() {
    await watchdog.stop();
    block(1_500);
  },
  async 'does-nothing'() {},
};

await watchdog.start();
// The thread needs a moment to start.
await systemClock.sleep(1_500);
process.stdout.write('up\n');
await PARTS[process.argv[2] ?? '']?.();
