// Reads a job's log within a deadline, so that a hanging source holds up nobody for longer.
import type { LogName } from '../jobs/log-access.ts';
import type { Clock } from '../runtime/clock.ts';
import { JobwireError } from '../runtime/errors.ts';
import type { LogSource, LogTail } from './log-source.ts';

interface Deps {
  /** The first one that has a log is read. */
  readonly sources: readonly LogSource[];
  readonly clock: Clock;
}

export interface ReadLimits {
  readonly deadlineMs: number;
  /** Gives up at once when aborted. */
  readonly signal?: AbortSignal;
}

interface Wanted {
  /** The first of them that there is. */
  readonly logs: readonly LogName[];
  /** Newest lines. */
  readonly lines: number;
}

export interface FoundLog extends LogTail {
  readonly log: LogName;
}

/** `undefined` if no source has a log; rejects with `unavailable` after the deadline or on `signal`. */
export type ReadLog = (wanted: Wanted, limits: ReadLimits) => Promise<FoundLog | undefined>;

export function createLogReader({ sources, clock }: Deps): ReadLog {
  async function readNow({ logs, lines }: Wanted): Promise<FoundLog | undefined> {
    for (const log of logs) {
      for (const source of sources) {
        const found = await source.tail(log, lines);
        if (found !== undefined) return { ...found, log };
      }
    }
    return undefined;
  }

  return async (wanted, { deadlineMs, signal }) => {
    const waiting = new AbortController();
    const ends = AbortSignal.any([waiting.signal, ...(signal === undefined ? [] : [signal])]);
    const late = clock.sleep(deadlineMs, ends).then(() => 'late' as const);
    const found = await Promise.race([readNow(wanted), late]).finally(() => waiting.abort());
    if (found !== 'late') return found;
    throw new JobwireError('unavailable', `The log could not be read within ${deadlineMs} ms.`);
  };
}
