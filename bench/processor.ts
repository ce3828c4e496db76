// What a process got of a processor, and what it had to wait for one: on a machine that others use,
// too, this tells their part of a latency. Linux only; its main thread alone, which is Node's loop.
import { readFile } from 'node:fs/promises';
import { systemClock } from '../src/runtime/clock.ts';

/** Shares of the time between two looks, 0 to 1. */
export interface Share {
  readonly computed: number;
  /** Able to run, but no processor was free. */
  readonly waited: number;
}

/** Begins to look; the function that is answered looks again. */
export async function watchProcessor(pid: number): Promise<() => Promise<Share>> {
  const before = await look(pid);
  return async () => {
    const after = await look(pid);
    const tookMs = after.at - before.at;
    return {
      computed: (after.computedMs - before.computedMs) / tookMs,
      waited: (after.waitedMs - before.waitedMs) / tookMs,
    };
  };
}

/** docs.kernel.org/scheduler/sched-stats.html: nanoseconds on a processor, and waiting for one. */
async function look(pid: number) {
  const text = await readFile(`/proc/${pid}/schedstat`, 'utf8');
  const [computedMs = 0, waitedMs = 0] = text.split(' ').map((ns) => Number(ns) / 1e6);
  return { at: systemClock.monotonic(), computedMs, waitedMs };
}
