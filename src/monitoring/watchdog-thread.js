// The thread of the watchdog: looks again and again whether the main thread's heart beats. It counts its
// own looks, not the time between them: while the whole process is stopped (SIGSTOP, a suspended
// machine) it looks at nothing, so that does not count as a hang.
// JavaScript, because no loader that understands TypeScript reaches into threads.
import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';

/** @type {import('./watchdog.ts').WatchdogOrders} */
const { shared, lookMs, maxLooks } = workerData;
const beats = new Int32Array(shared);
let seen = Atomics.load(beats, 0);
let silentLooks = 0;

// biome-ignore lint/plugin: the Clock is for the main thread; this one shares no code with it.
const looking = setInterval(() => {
  const now = Atomics.load(beats, 0);
  silentLooks = now === seen ? silentLooks + 1 : 0;
  seen = now;
  if (silentLooks >= maxLooks) end();
}, lookMs);

/** The logger belongs to the main thread, which writes nothing any more. */
function end() {
  // On a busy machine the process may outlive several looks.
  clearInterval(looking);
  const line = {
    level: 'error',
    // biome-ignore lint/plugin: as above.
    time: new Date().toISOString(),
    silentMs: silentLooks * lookMs,
    msg: 'event_loop_hangs',
  };
  try {
    writeSync(2, `${JSON.stringify(line)}\n`);
  } finally {
    // Its default action needs no event loop, and leaves a core file where the system is set up for it.
    process.kill(process.pid, 'SIGABRT');
  }
}
