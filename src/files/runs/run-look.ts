// One look at one job: what is new in its file is taken in, together with the acknowledgement that moves
// the file's position, and when to look again is noted.
import type { RawMessage } from '../../dialects/dialect.ts';
import type { Ingest, IngestStep } from '../../intake/isolate-poison.ts';
import type { Receive } from '../../intake/receive.ts';
import type { Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { FileLine } from '../text/cut-lines.ts';
import { type FilePosition, moveOn, type Run, standAt, writeFilePosition } from './run.ts';
import { createRunReader, type RunReading } from './run-reader.ts';
import type { RunSchedule } from './run-schedule.ts';

interface Deps {
  readonly schedule: Pick<RunSchedule, 'looked' | 'postpone'>;
  readonly dialect: string;
  readonly receive: Receive;
  /** A line that ends the process which takes it is found and set aside. */
  readonly ingest: Ingest;
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
  const { schedule, clock, log } = deps;
  const reader = createRunReader(deps);
  const handOn = createHandOn(deps);

  async function look(run: Run): Promise<boolean> {
    const reading = await read(run);
    if (reading === undefined) return false;
    const isMore = await takeIn(run, reading);
    schedule.looked(run, clock.monotonic(), changedAt(reading));
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
      schedule.postpone(run, clock.monotonic() + UNREADABLE_WAIT_MS);
      return undefined;
    }
  }

  async function takeIn(run: Run, reading: RunReading): Promise<boolean> {
    try {
      const isMore = await handOn(run, reading);
      run.untaken = undefined;
      return isMore;
    } catch (error) {
      run.untaken = messageOf(error);
      schedule.postpone(run, clock.monotonic() + UNTAKEN_WAIT_MS);
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

/** Hands on what was read: answers whether there is more to read at once. Rejects as `Receive.take` does. */
function createHandOn({ receive, ingest: take, dialect, clock }: Deps) {
  function messageIn({ source, jobId }: Run, { offset, text }: FileLine): RawMessage {
    const arrivedAt = clock.now();
    return { dialect, text, source, entryId: String(offset), arrivedAt, about: { jobId } };
  }

  /** Answers whether it stood where we thought; when not, it stands where somebody else got to. */
  async function takeIn(run: Run, lines: readonly FileLine[], to: FilePosition): Promise<boolean> {
    const [source, from] = [run.source, run.stored ?? ''];
    const result =
      lines.length === 0
        ? await receive.ingest({
            messages: [],
            lossy: false,
            acknowledgement: { source, from, to: writeFilePosition(to) },
          })
        : await take({ source, from, steps: stepsOf(run, lines, to) });
    if (result.kind === 'moved') standAt(run, result.at);
    else run.stored = writeFilePosition(to);
    return result.kind === 'appended';
  }

  /** Behind a line, the file stands where the next one begins. */
  function stepsOf(run: Run, lines: readonly FileLine[], to: FilePosition): IngestStep[] {
    const inode = run.position?.inode ?? to.inode;
    return lines.map((line, at) => {
      const next = lines[at + 1];
      const position = next === undefined ? to : { inode, offset: next.offset };
      return { message: messageIn(run, line), to: writeFilePosition(position) };
    });
  }

  return async (run: Run, reading: RunReading): Promise<boolean> => {
    if (reading.kind === 'unfinished') return true;
    if (reading.kind === 'lines') {
      const { lines, to, isMore } = reading;
      if (lines.length > 0 && !(await takeIn(run, lines, to))) return true;
      moveOn(run, to);
      return isMore;
    }
    // So that a file begun anew is not taken for the old one after a restart.
    return run.position !== undefined && isAhead(run, run.position)
      ? !(await takeIn(run, [], run.position))
      : false;
  };
}

function isAhead({ stored }: Run, position: FilePosition): boolean {
  return writeFilePosition(position) !== stored && !(stored === '' && position.offset === 0);
}
