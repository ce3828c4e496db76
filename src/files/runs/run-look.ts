// One look at one job: what is new in its file is taken in, and when to look again is noted.

import type { Ingest } from '../../intake/isolate-poison.ts';
import type { Receive } from '../../intake/receive.ts';
import type { Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Run } from './run.ts';
import type { RunBook } from './run-book.ts';
import { createRunReader, type RunReading } from './run-reader.ts';
import { createRunIngester } from './run-taker.ts';

interface Deps {
  readonly book: Pick<RunBook, 'looked' | 'postpone'>;
  readonly dialect: string;
  readonly receive: Receive;
  readonly take: Ingest;
  readonly clock: Clock;
  readonly log: Logger;
}

const UNREADABLE_WAIT_MS = 5_000;
const UNTAKEN_WAIT_MS = 1_000;

/**
 * Answers whether there is more to read at once. A file that can't be read is logged, once, and tried
 * again later; rejects when what was read could not be taken in.
 */
export function createRunLook(deps: Deps): (run: Run) => Promise<boolean> {
  const { book, clock, log } = deps;
  const reader = createRunReader(deps);
  const taker = createRunIngester(deps);

  async function look(run: Run): Promise<boolean> {
    const reading = await read(run);
    if (reading === undefined) return false;
    const isMore = await takeIn(run, reading);
    book.looked(run, clock.monotonic(), changedAt(reading));
    return isMore;
  }

  async function read(run: Run): Promise<RunReading | undefined> {
    try {
      const reading = await reader.read(run);
      if (run.unreadable !== undefined) log.info({ source: run.source }, 'run_file_readable_again');
      run.unreadable = undefined;
      return reading;
    } catch (error) {
      const reason = messageOf(error);
      if (reason !== run.unreadable) {
        log.warn({ source: run.source, reason }, 'run_file_unreadable');
      }
      run.unreadable = reason;
      book.postpone(run, clock.monotonic() + UNREADABLE_WAIT_MS);
      return undefined;
    }
  }

  async function takeIn(run: Run, reading: RunReading): Promise<boolean> {
    try {
      const isMore = await taker.take(run, reading);
      run.untaken = undefined;
      return isMore;
    } catch (error) {
      run.untaken = messageOf(error);
      book.postpone(run, clock.monotonic() + UNTAKEN_WAIT_MS);
      throw error;
    }
  }

  function changedAt(reading: RunReading): number | undefined {
    const now = clock.monotonic();
    if (reading.kind !== 'unchanged') return now;
    return reading.changedAt === undefined ? undefined : now - clock.now() + reading.changedAt;
  }

  return look;
}
