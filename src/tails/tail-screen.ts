// The message of a tail: reads the log, and updates the message if something has changed.
import { createHash } from 'node:crypto';
import { addressKey } from '../audience/chat-book.ts';
import type { Outbox } from '../deliver/outbox.ts';
import { hasEnded, type Job, type JobBoard } from '../jobs/job-board.ts';
import { jobKey } from '../jobs/job-key.ts';
import type { Notice } from '../message/notice.ts';
import type { Render } from '../message/render/render.ts';
import type { Clock } from '../runtime/clock.ts';
import { haveLongTimes, shortTime } from './lines/short-times.ts';
import type { LogSource, LogTail } from './log-source.ts';
import { createLogReader } from './read-log.ts';
import type { Tail } from './tail.ts';
import type { MayShowTail } from './tail-access.ts';
import type { TailStore } from './tail-store.ts';

export interface ScreenDeps {
  readonly store: TailStore;
  /** The first one that has a log of the job is read. */
  readonly sources: readonly LogSource[];
  readonly board: Pick<JobBoard, 'find'>;
  readonly mayShow: MayShowTail;
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
  const read = createLogReader(deps);
  const { show, forget } = createDisplay(deps);

  async function finish(tail: Tail, found: LogTail | undefined, state: State): Promise<void> {
    await show(tail, found, state);
    await store.remove(tail);
    forget(tail);
  }

  const mayShow = async (tail: Tail) => deps.mayShow(tail, await deps.board.find(tail.jobId));

  /** Looks for the rights after the read: it may take a while. */
  async function lastLines(tail: Tail): Promise<LogTail | undefined> {
    const found = await read(tail, { deadlineMs: LAST_READ_DEADLINE_MS });
    return (await mayShow(tail)) ? found : undefined;
  }

  /** Shows it as running, unless it was closed or paused meanwhile, by this or another replica. */
  async function showRunning(tail: Tail, found: LogTail | undefined): Promise<void> {
    await show(tail, found, found === undefined ? 'waiting' : 'live');
    const current = await store.current(tail);
    if (current === undefined) await finish(tail, found, 'stopped');
    else if (current.paused) await show(tail, found, 'paused');
  }

  async function readAndShow(tail: Tail, jobs: readonly Job[], signal: AbortSignal): Promise<void> {
    const found = await read(tail, { deadlineMs: READ_DEADLINE_MS, signal });
    const current = await store.current(tail);
    if (current === undefined || current.paused) return;
    // Reading may take a while, and rights may have ended meanwhile, or the job become one that is not for everybody.
    if (!(await mayShow(tail))) return finish(tail, undefined, 'revoked');
    const ended = found?.ended === true || hasJobEnded(tail, jobs);
    return ended ? finish(tail, found, 'complete') : showRunning(tail, found);
  }

  return {
    async refresh(tail, signal) {
      if (clock.now() - tail.openedAt >= MAX_TAIL_MS) return finish(tail, undefined, 'expired');
      // The job first, then its log: so the log has all that the job wrote until its end.
      const jobs = await deps.board.find(tail.jobId);
      if (!(await deps.mayShow(tail, jobs))) return finish(tail, undefined, 'revoked');
      // Also when the job ends: somebody reads what is there.
      if (!tail.paused) await readAndShow(tail, jobs, signal);
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
      const { jobId, projectId } = tail;
      const about = { jobId, job: jobKey(projectId, jobId) };
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
