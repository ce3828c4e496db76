// Reads a job's log within a deadline, so that a source that hangs costs nobody more than that.
import type { Clock } from '../runtime/clock.ts';
import { JobwireError } from '../runtime/errors.ts';
import type { LogSource, LogTail } from './log-source.ts';
import type { Tail } from './tail.ts';

interface Deps {
  /** The first one that knows the job is read. */
  readonly sources: readonly LogSource[];
  readonly clock: Clock;
}

interface Patience {
  readonly deadlineMs: number;
  /** Ends the patience at once. */
  readonly signal?: AbortSignal;
}

/** `undefined` when no source has a log; rejects with `unavailable` when patience ends first. */
export type ReadLog = (tail: Tail, patience: Patience) => Promise<LogTail | undefined>;

export function createLogReader({ sources, clock }: Deps): ReadLog {
  async function readNow({ jobId, lines }: Tail): Promise<LogTail | undefined> {
    for (const source of sources) {
      const found = await source.tail(jobId, lines);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  return async (tail, { deadlineMs, signal }) => {
    const waiting = new AbortController();
    const ends = AbortSignal.any([waiting.signal, ...(signal === undefined ? [] : [signal])]);
    const late = clock.sleep(deadlineMs, ends).then(() => 'late' as const);
    const found = await Promise.race([readNow(tail), late]).finally(() => waiting.abort());
    if (found !== 'late') return found;
    throw new JobwireError('unavailable', `The log could not be read within ${deadlineMs} ms.`);
  };
}
