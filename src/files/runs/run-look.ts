// Reads one job once: ingests what is new in its file, together with the acknowledgement that moves the file's
// position, and schedules the next time.
import type { RawMessage } from '../../dialects/dialect.ts';
import type { Ingest, IngestStep } from '../../intake/isolate-poison.ts';
import type { Receive } from '../../intake/receive.ts';
import type { Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { FileLine } from '../text/cut-lines.ts';
import { advanceTo, type FilePosition, type Run, resumeAt, writeFilePosition } from './run.ts';
import { createRunReader, type RunReading } from './run-reader.ts';
import type { RunSchedule } from './run-schedule.ts';

interface Deps {
  readonly schedule: Pick<RunSchedule, 'visited' | 'postpone'>;
  readonly dialect: string;
  readonly receive: Receive;
  /** Isolates a line that crashes the process. */
  readonly ingest: Ingest;
  readonly clock: Clock;
  readonly log: Logger;
}

const READ_RETRY_MS = 5_000;
const INGEST_RETRY_MS = 1_000;

/**
 * Returns whether there is more to read immediately. A file that can't be read is logged once and retried later;
 * rejects if what was read could not be ingested.
 */
export function createRunLook(deps: Deps): (run: Run) => Promise<boolean> {
  const { schedule, clock, log } = deps;
  const reader = createRunReader(deps);
  const ingestReading = createIngestReading(deps);

  async function look(run: Run): Promise<boolean> {
    const reading = await read(run);
    if (reading === undefined) return false;
    const isMore = await tryIngest(run, reading);
    schedule.visited(run, clock.monotonic(), changedAt(reading));
    return isMore;
  }

  async function read(run: Run): Promise<RunReading | undefined> {
    try {
      const reading = await reader.read(run);
      if (run.readFailure !== undefined)
        log.info({ source: run.source }, 'run_file_readable_again');
      run.readFailure = undefined;
      return reading;
    } catch (error) {
      const reason = messageOf(error);
      if (reason !== run.readFailure) {
        log.warn({ source: run.source, reason }, 'run_file_unreadable');
      }
      run.readFailure = reason;
      schedule.postpone(run, clock.monotonic() + READ_RETRY_MS);
      return undefined;
    }
  }

  async function tryIngest(run: Run, reading: RunReading): Promise<boolean> {
    try {
      const isMore = await ingestReading(run, reading);
      run.ingestFailure = undefined;
      return isMore;
    } catch (error) {
      run.ingestFailure = messageOf(error);
      schedule.postpone(run, clock.monotonic() + INGEST_RETRY_MS);
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

/** Ingests what was read; returns whether there is more to read immediately. Rejects as `Receive.ingest` does. */
function createIngestReading({ receive, ingest, dialect, clock }: Deps) {
  function messageIn({ source, jobId }: Run, { offset, text }: FileLine): RawMessage {
    const arrivedAt = clock.now();
    return { dialect, text, source, entryId: String(offset), arrivedAt, about: { jobId } };
  }

  /** Returns whether the position was as expected; if not, continues where another replica got to. */
  async function ingestLines(
    run: Run,
    lines: readonly FileLine[],
    to: FilePosition,
  ): Promise<boolean> {
    const [source, from] = [run.source, run.stored ?? ''];
    const result =
      lines.length === 0
        ? await receive.ingest({
            messages: [],
            lossy: false,
            acknowledgement: { source, from, to: writeFilePosition(to) },
          })
        : await ingest({ source, from, steps: stepsOf(run, lines, to) });
    if (result.kind === 'moved') resumeAt(run, result.at);
    else run.stored = writeFilePosition(to);
    return result.kind === 'appended';
  }

  /** After a line, the position is the start of the next one. */
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
      if (lines.length > 0 && !(await ingestLines(run, lines, to))) return true;
      advanceTo(run, to);
      return isMore;
    }
    // So that after a restart a replaced file is not mistaken for the old one.
    return run.position !== undefined && isAhead(run, run.position)
      ? !(await ingestLines(run, [], run.position))
      : false;
  };
}

function isAhead({ stored }: Run, position: FilePosition): boolean {
  return writeFilePosition(position) !== stored && !(stored === '' && position.offset === 0);
}
