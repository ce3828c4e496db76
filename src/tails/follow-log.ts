// Follows the log of a job for one reader: the newest lines, then whatever is added, until the job has ended. Whole lines,
// as `/tail` shows them.
import { hasEnded, type Job, type JobBoard } from '../jobs/job-board.ts';
import { hasLog, type LogName, type Readable } from '../jobs/log-access.ts';
import type { Redaction } from '../redact/redaction.ts';
import type { Clock } from '../runtime/clock.ts';
import { terminalLine } from './lines/terminal-line.ts';
import type { LogFeed, LogPart, LogStart } from './log-source.ts';
import { LINES_BEFORE } from './redacted-log.ts';

interface Deps {
  /** Not redacted. The first one that has a log is read. */
  readonly feeds: readonly LogFeed[];
  readonly board: Pick<JobBoard, 'find'>;
  readonly redaction: Redaction;
  readonly clock: Clock;
}

interface FollowWish {
  readonly jobId: string;
  /** Newest lines to begin with. */
  readonly lines: number;
  /**
   * What may be read, as `readableLogs` says: asked again and again with all jobs of that id, so that it ends with the
   * right to read.
   */
  readonly readable: (jobs: readonly Job[]) => Readable<Job> | undefined;
  /** Nobody reads any more. */
  readonly signal: AbortSignal;
}

export type LogNews =
  | { readonly kind: 'lines'; readonly lines: readonly string[] }
  /** The job or its log has ended, and all lines were given. */
  | { readonly kind: 'complete' }
  /** It may no longer be read. */
  | { readonly kind: 'hidden' };

/** Reads on only when asked for more. Rejects as the sources do. Ends after `complete`, `hidden` or an abort. */
export type FollowLog = (wish: FollowWish) => AsyncGenerator<LogNews, void, undefined>;

const LOOK_MS = 1_000;

export function createFollowLog({ board, clock, ...deps }: Deps): FollowLog {
  /** What becomes of the log by its jobs, looked up once in a while. */
  function createLook({ jobId, readable }: FollowWish) {
    let lookedAt = Number.NEGATIVE_INFINITY;
    let seen: Look = { logs: undefined, isFinal: false };
    return async (isFresh: boolean): Promise<Look> => {
      if (!isFresh && clock.monotonic() - lookedAt < LOOK_MS) return seen;
      lookedAt = clock.monotonic();
      const { logs, jobs = [] } = readable(await board.find(jobId)) ?? {};
      seen = { logs, isFinal: jobs.length > 0 && jobs.every(hasEnded) };
      return seen;
    };
  }

  return async function* follow(wish) {
    const reader = createReader(wish, deps);
    const look = createLook(wish);
    /** `undefined` when it may no longer be read. */
    async function readOn() {
      // The job first, then its log: so the log has all that the job wrote until its end.
      const { logs, isFinal } = await look(false);
      if (logs === undefined || !reader.mayGoOn(logs)) return undefined;
      const read = await reader.next(logs, isFinal);
      // What was written after the right ended is not shown, however soon after.
      const isShown = read.lines.length === 0 || reader.mayGoOn((await look(true)).logs);
      return isShown ? read : undefined;
    }

    while (!wish.signal.aborted) {
      const read = await readOn();
      if (read === undefined) return yield { kind: 'hidden' };
      const { lines, hasMore, isOver } = read;
      if (lines.length > 0) yield { kind: 'lines', lines };
      if (isOver) return yield { kind: 'complete' };
      if (!hasMore) await clock.sleep(LOOK_MS, wish.signal);
    }
  };
}

interface Look {
  readonly logs: readonly LogName[] | undefined;
  /** All that will be written is there. */
  readonly isFinal: boolean;
}

const NONE: LogPart = { lines: [], ended: false, position: '', hasMore: false };

function createReader(
  { lines: newest }: FollowWish,
  { feeds, redaction }: Pick<Deps, 'feeds' | 'redaction'>,
) {
  const redactor = redaction.stream();
  let open = '';
  let found:
    | { readonly feed: LogFeed; readonly log: LogName; readonly position: string }
    | undefined;
  let start: LogStart = { kind: 'newest', lines: newest + LINES_BEFORE };

  function linesOf(text: string): string[] {
    const lines = (open + text).split('\n');
    open = lines.pop() ?? '';
    return lines;
  }

  function show({ lines }: LogPart): string[] {
    return linesOf(redactor.write(lines.map((line) => `${terminalLine(line)}\n`).join('')));
  }

  async function begin(logs: readonly LogName[], isFinal: boolean): Promise<LogPart | undefined> {
    for (const [log, feed] of logs.flatMap((one) => feeds.map((feed) => [one, feed] as const))) {
      const part = await feed.read(log, start, isFinal);
      if (part === undefined) continue;
      found = { feed, log, position: part.position };
      return part;
    }
    return undefined;
  }

  async function goOn({ feed, log, position }: NonNullable<typeof found>, isFinal: boolean) {
    const part = await feed.read(log, { kind: 'after', position }, isFinal);
    if (part !== undefined) found = { feed, log, position: part.position };
    return part;
  }

  /** What was held back until it was known whether a credential goes on. */
  function rest(): string[] {
    const lines = linesOf(redactor.end());
    return open === '' ? lines : [...lines, open];
  }

  return {
    /** Whether the log that is read is one of these; before one was found, any is right. */
    mayGoOn: (logs: readonly LogName[] | undefined) =>
      logs !== undefined && (found === undefined || hasLog(logs, found.log)),
    async next(logs: readonly LogName[], isFinal: boolean) {
      const isTail = start.kind === 'newest';
      const part = found === undefined ? await begin(logs, isFinal) : await goOn(found, isFinal);
      // A log that begins while it is followed is shown from its beginning.
      start = { kind: 'oldest' };
      const { ended, hasMore } = part ?? NONE;
      const lines = show(part ?? NONE);
      const isOver = ended || (isFinal && !hasMore);
      const all = isOver ? [...lines, ...rest()] : lines;
      return { lines: isTail ? all.slice(-newest) : all, hasMore, isOver };
    },
  };
}
