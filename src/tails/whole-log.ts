// The whole log of a job as a file: as a terminal would have left it, without credentials, and only while it may be
// shown. It goes through a spool, since it may be larger than memory should hold, and its size has to be known first.
import type { Address } from '../audience/chat-book.ts';
import type { JobBoard } from '../jobs/job-board.ts';
import { hasLog, type LogName } from '../jobs/log-access.ts';
import {
  MAX_LOG_BYTES,
  type OpenWholeLog,
  type WholeLog,
  type WholeLogWish,
} from '../jobs/whole-log.ts';
import type { Redaction } from '../redact/redaction.ts';
import type { Clock } from '../runtime/clock.ts';
import { JobwireError } from '../runtime/errors.ts';
import { createSlices } from '../runtime/slices.ts';
import { terminalLine } from './lines/terminal-line.ts';
import type { LogBeginning, LogFeed, LogPart } from './log-source.ts';
import { LINES_BEFORE } from './redacted-log.ts';
import type { OpenSpool, Spool } from './spool.ts';
import type { LogsOfTail } from './tail-access.ts';

interface Deps {
  /** Not redacted. The first one that has a log is read. */
  readonly feeds: readonly LogFeed[];
  readonly board: Pick<JobBoard, 'find'>;
  readonly logsOf: LogsOfTail;
  readonly redaction: Redaction;
  readonly openSpool: OpenSpool;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Of the file. */
  readonly maxBytes?: number;
}

/** Read beyond what is sent, because codes of a terminal and credentials are taken out. */
const SPARE_BYTES = 8 * 1024 * 1024;
/** Nothing but an attack makes so much more of it. */
const MAX_GROWTH = 3;
/** Between two looks whether it may still be shown. */
const LOOK_MS = 1_000;
const MAX_NAME = 60;

export function createWholeLog(deps: Deps): OpenWholeLog {
  const { board, clock, maxBytes = MAX_LOG_BYTES } = deps;

  const logsOf = async (wish: WholeLogWish, address: Address) =>
    deps.logsOf({ address, ...wish }, await board.find(wish.jobId));

  /** Throws when it may no longer be shown, or `signal` is aborted. */
  function createGuard(logsNow: () => ReturnType<LogsOfTail>, log: LogName, signal: AbortSignal) {
    let lookedAt = Number.NEGATIVE_INFINITY;
    return async () => {
      if (signal.aborted) throw new JobwireError('unavailable', 'The log is sent another time.');
      if (clock.monotonic() - lookedAt < LOOK_MS) return;
      lookedAt = clock.monotonic();
      if (hasLog(await logsNow(), log)) return;
      throw new JobwireError('missing', 'The log may not be shown here.');
    };
  }

  return async (wish, address, signal) => {
    const logs = (await logsOf(wish, address)) ?? [];
    const found = await findLog(logs, deps.feeds, maxBytes + SPARE_BYTES);
    if (found === undefined) return undefined;
    const guard = createGuard(() => logsOf(wish, address), found.log, signal);
    const spool = await deps.openSpool();
    try {
      await fillSpool(found, { ...deps, maxBytes, spool, guard });
    } catch (error) {
      await spool.close();
      throw error;
    }
    return fileOf(
      { jobId: wish.jobId, spool, guard, maxBytes, isCut: found.isCut },
      deps.redaction,
    );
  };
}

interface Found extends LogBeginning {
  readonly feed: LogFeed;
  readonly log: LogName;
}

async function findLog(
  logs: readonly LogName[],
  feeds: readonly LogFeed[],
  maxBytes: number,
): Promise<Found | undefined> {
  for (const log of logs) {
    for (const feed of feeds) {
      const beginning = await feed.beginning(log, maxBytes);
      if (beginning !== undefined) return { feed, log, ...beginning };
    }
  }
  return undefined;
}

interface Filling extends Pick<Deps, 'redaction' | 'clock'> {
  readonly spool: Spool;
  readonly guard: () => Promise<void>;
  readonly maxBytes: number;
}

async function fillSpool(
  { feed, log, position, isCut }: Found,
  { redaction, clock, spool, guard, maxBytes }: Filling,
): Promise<void> {
  const slices = createSlices(clock);
  const redactor = redaction.stream();
  // The first ones of a cut log may belong to a key whose beginning is not seen.
  const dropFirst = createLineDropper(isCut ? LINES_BEFORE : 0);
  const keep = (text: string) => spool.write(dropFirst(text));
  let [at, unread, hasMore] = [position, maxBytes + SPARE_BYTES, true];
  while (hasMore && unread > 0 && spool.sizeBytes < MAX_GROWTH * maxBytes) {
    await guard();
    const part = await feed.read(log, { kind: 'after', position: at }, true);
    if (part === undefined) break;
    for (const lines of groupsOf(part)) {
      const text = lines.map((line) => `${terminalLine(line)}\n`).join('');
      unread -= lines.reduce((sum, line) => sum + line.length + 1, 0);
      await keep(redactor.write(text));
      if (slices.isOver()) await slices.next();
    }
    [at, hasMore] = [part.position, part.hasMore];
  }
  await keep(redactor.end());
}

const GROUP_LINES = 50;

/** So few that nothing else in the process waits for long. */
function groupsOf({ lines }: LogPart): string[][] {
  const groups = Math.ceil(lines.length / GROUP_LINES);
  return Array.from({ length: groups }, (_, at) =>
    lines.slice(at * GROUP_LINES, (at + 1) * GROUP_LINES),
  );
}

function createLineDropper(count: number): (text: string) => string {
  let left = count;
  return (text) => {
    let from = 0;
    while (left > 0) {
      const end = text.indexOf('\n', from);
      if (end < 0) return '';
      from = end + 1;
      left -= 1;
    }
    return text.slice(from);
  };
}

function fileOf(
  {
    jobId,
    spool,
    guard,
    maxBytes,
    isCut,
  }: Pick<Filling, 'spool' | 'guard' | 'maxBytes'> & {
    readonly jobId: string;
    readonly isCut: boolean;
  },
  redaction: Redaction,
): WholeLog {
  const fromByte = Math.max(0, spool.sizeBytes - maxBytes);
  return {
    name: `${redaction
      .text(jobId)
      .replaceAll(/[^\w.@+-]+/g, '_')
      .slice(0, MAX_NAME)}.log`,
    sizeBytes: spool.sizeBytes - fromByte,
    isCut: isCut || fromByte > 0,
    async *content() {
      let isWhole = fromByte === 0;
      for await (const chunk of spool.read(fromByte)) {
        await guard();
        if (isWhole) yield chunk;
        else {
          const end = chunk.indexOf(LINE_FEED);
          isWhole = end >= 0;
          if (isWhole) yield chunk.subarray(end + 1);
        }
      }
    },
    close: () => spool.close(),
  };
}

const LINE_FEED = 0x0a;
