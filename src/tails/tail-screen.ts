// The message of a tail: reads the log, and updates the message if something has changed.
import { createHash } from 'node:crypto';
import { addressKey } from '../audience/chat-book.ts';
import type { Outbox } from '../deliver/outbox.ts';
import { hasEnded, type Job, type JobBoard } from '../jobs/job-board.ts';
import { jobKey } from '../jobs/job-key.ts';
import { hasLog, type LogName } from '../jobs/log-access.ts';
import type { Notice } from '../message/notice.ts';
import type { Render } from '../message/render/render.ts';
import type { Clock } from '../runtime/clock.ts';
import { defined } from '../runtime/defined.ts';
import { haveLongTimes, shortTime } from './lines/short-times.ts';
import type { LogSource, LogTail } from './log-source.ts';
import { createLogReader, type ReadLimits } from './read-log.ts';
import type { Tail } from './tail.ts';
import type { LogsOfTail } from './tail-access.ts';
import type { TailStore } from './tail-store.ts';

export interface ScreenDeps {
  readonly store: TailStore;
  /** The first one that has a log is read. */
  readonly sources: readonly LogSource[];
  readonly board: Pick<JobBoard, 'find'>;
  readonly logsOf: LogsOfTail;
  readonly outbox: Outbox;
  readonly render: Render;
  readonly clock: Clock;
}

export interface TailScreen {
  /**
   * Shows what is new. Completes and removes a tail whose job or log has ended; one that has expired or may no
   * longer be shown is removed too, without any lines. Rejects if the log can't be read in time or before `signal`
   * is aborted; the call may then be repeated.
   */
  refresh(tail: Tail, signal: AbortSignal): Promise<void>;
  /** Shows what there is, and that it is paused. Call when that is stored: no refresh shows anything after it. */
  pause(tail: Tail): Promise<void>;
  /** Shows it for the last time, without lines if the log can't be read quickly, and removes it. */
  close(tail: Tail): Promise<void>;
}

type TailNotice = Extract<Notice, { kind: 'tail' }>;
type State = TailNotice['state'];

/** After that hardly anybody still watches, and those who do can open it again. */
export const MAX_TAIL_MS = 12 * 3_600_000;
const READ_DEADLINE_MS = 5_000;
/** Short, because a command waits for it. */
const LAST_READ_DEADLINE_MS = 500;
/** Tails whose last message is remembered; for others the same may be sent once more. */
const MAX_REMEMBERED = 1_000;

export function createTailScreen(deps: ScreenDeps): TailScreen {
  const { store, clock } = deps;
  const { read, lastLines } = createRightfulReader(deps);
  const { show, forget } = createDisplay(deps);

  async function finish(tail: Tail, found: LogTail | undefined, state: State): Promise<void> {
    await show(tail, found, state);
    await store.remove(tail);
    forget(tail);
  }

  /** Shows it as running, unless it was closed or paused meanwhile, by this or another replica. */
  async function showRunning(tail: Tail, found: LogTail | undefined): Promise<void> {
    await show(tail, found, found === undefined ? 'waiting' : 'live');
    const current = await store.current(tail);
    if (current === undefined) await finish(tail, found, 'stopped');
    else if (current.paused) await show(tail, found, 'paused');
  }

  async function readAndShow(tail: Tail, { jobs, logs }: Looked, signal: AbortSignal) {
    const found = await read(tail, logs, { deadlineMs: READ_DEADLINE_MS, signal });
    const current = await store.current(tail);
    if (current === undefined || current.paused) return;
    if (found === 'revoked') return finish(tail, undefined, 'revoked');
    const ended = found?.ended === true || hasJobEnded(tail, jobs);
    return ended ? finish(tail, found, 'complete') : showRunning(tail, found);
  }

  return {
    async refresh(tail, signal) {
      if (clock.now() - tail.openedAt >= MAX_TAIL_MS) return finish(tail, undefined, 'expired');
      // The job first, then its log: so the log has all that the job wrote until its end.
      const jobs = await deps.board.find(tail.jobId);
      const logs = await deps.logsOf(tail, jobs);
      if (logs === undefined) return finish(tail, undefined, 'revoked');
      // Also when the job ends: somebody reads what is there.
      if (!tail.paused) await readAndShow(tail, { jobs, logs }, signal);
    },
    async pause(tail) {
      await show(tail, await lastLines(tail).catch(() => undefined), 'paused');
    },
    async close(tail) {
      const found = await lastLines(tail).catch(() => undefined);
      // Removed first: a concurrent refresh notices it, and corrects what it showed.
      await store.remove(tail);
      await finish(tail, found, 'stopped');
    },
  };
}

/** Reads logs, and shows only what may be shown after it was read: reading may take a while. */
function createRightfulReader({ board, logsOf, ...deps }: ScreenDeps) {
  const readLog = createLogReader(deps);
  const logsNow = async (tail: Tail) => logsOf(tail, await board.find(tail.jobId));

  /** `revoked`: nothing may be shown any more. */
  async function read(
    tail: Tail,
    logs: readonly LogName[],
    limits: ReadLimits,
  ): Promise<LogTail | undefined | 'revoked'> {
    const found = await readLog({ logs, lines: tail.lines }, limits);
    const now = await logsNow(tail);
    if (now === undefined) return 'revoked';
    return found !== undefined && hasLog(now, found.log) ? found : undefined;
  }

  return {
    read,
    async lastLines(tail: Tail): Promise<LogTail | undefined> {
      const logs = (await logsNow(tail)) ?? [];
      const found = await read(tail, logs, { deadlineMs: LAST_READ_DEADLINE_MS });
      return found === 'revoked' ? undefined : found;
    },
  };
}

interface Looked {
  /** All with its id. */
  readonly jobs: readonly Job[];
  readonly logs: readonly LogName[];
}

/** Shows what differs from what was shown last. */
function createDisplay({ outbox, render, clock }: Pick<ScreenDeps, 'outbox' | 'render' | 'clock'>) {
  /** Digest of what each tail showed last. Lost on a restart: then it is sent once more. */
  const shown = new Map<string, string>();

  function remember(key: string, digest: string): void {
    shown.delete(key);
    shown.set(key, digest);
    const [oldest] = shown.keys();
    if (shown.size > MAX_REMEMBERED && oldest !== undefined) shown.delete(oldest);
  }

  return {
    async show(tail: Tail, found: LogTail | undefined, state: State): Promise<void> {
      const { jobId, projectId, title } = tail;
      const about = { jobId, job: jobKey(projectId, jobId), ...defined({ title }) };
      const since = sinceWhen(tail, state) ?? clock.now();
      const notice = { kind: 'tail', ...about, ...linesOf(tail, found), state, since } as const;
      const digest = createHash('sha256').update(JSON.stringify(notice)).digest('base64');
      const key = keyOf(tail);
      const [message] = render(notice, tail.locale);
      if (message === undefined || shown.get(key) === digest) return;
      await outbox.live(tail.address, slotOf(tail), message);
      remember(key, digest);
    },
    forget: (tail: Tail) => void shown.delete(keyOf(tail)),
  };
}

/** Only as long as it goes on: the message of one that has ended is not changed any more. */
function sinceWhen({ openedAt, pausedAt }: Tail, state: State): number | undefined {
  if (state === 'paused') return pausedAt ?? openedAt;
  return state === 'live' || state === 'waiting' ? openedAt : undefined;
}

function linesOf({ times }: Tail, found: LogTail | undefined): Pick<TailNotice, 'lines' | 'times'> {
  const lines = found?.lines ?? [];
  if (!haveLongTimes(lines)) return { lines };
  return times === 'short' ? { lines: lines.map(shortTime), times } : { lines, times: 'long' };
}

/** Whether the tail's own job has ended, regardless of other projects' jobs with the same id. */
function hasJobEnded({ projectId }: Tail, jobs: readonly Job[]): boolean {
  const own = jobs.filter((job) => projectId === undefined || job.projectId === projectId);
  return own.length > 0 && own.every(hasEnded);
}

/** Each time a tail is opened it gets a message of its own, at the end of the chat. */
function slotOf({ jobId, openedAt }: Tail): string {
  return `tail/${openedAt.toString(36)}/${jobId}`;
}

function keyOf(tail: Tail): string {
  return `${addressKey(tail.address)} ${slotOf(tail)}`;
}
