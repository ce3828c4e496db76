// What a tail shows: reads the log, and hands the message on when something changed.
import { createHash } from 'node:crypto';
import { addressKey } from '../audience/chat-book.ts';
import type { Clock } from '../clock.ts';
import type { Outbox } from '../deliver/outbox.ts';
import { hasEnded, type JobBoard } from '../jobs/job-board.ts';
import type { Notice } from '../message/notice.ts';
import type { Render } from '../message/render.ts';
import type { LogSource, LogTail } from './log-source.ts';
import { createLogReader } from './read-log.ts';
import type { Tail } from './tail.ts';
import type { TailStore } from './tail-store.ts';

export interface ScreenDeps {
  readonly store: TailStore;
  /** The first one that knows the job is read. */
  readonly sources: readonly LogSource[];
  readonly board: JobBoard;
  readonly outbox: Outbox;
  readonly render: Render;
  readonly clock: Clock;
}

export interface TailScreen {
  /**
   * Shows what is new; a tail whose job or log has ended is completed and forgotten. Rejects when
   * the log can't be read in time, or before `signal` is aborted; the same call may then be made
   * again.
   */
  refresh(tail: Tail, signal: AbortSignal): Promise<void>;
  /** Shows it for the last time, without lines when the log can't be read soon, and forgets it. */
  close(tail: Tail): Promise<void>;
}

type State = Extract<Notice, { kind: 'tail' }>['state'];

const READ_DEADLINE_MS = 5_000;
/** A command waits for this one. */
const LAST_READ_DEADLINE_MS = 500;
/** Tails whose last message is remembered; for any other the same may be shown once more. */
const REMEMBERED = 1_000;

export function createTailScreen(deps: ScreenDeps): TailScreen {
  const { store } = deps;
  const read = createLogReader(deps);
  /** Digest of what each tail showed last. Lost with the process: then it is shown once more. */
  const shown = new Map<string, string>();

  async function show(tail: Tail, found: LogTail | undefined, state: State): Promise<void> {
    const notice = { kind: 'tail', jobId: tail.jobId, lines: found?.lines ?? [], state } as const;
    const digest = createHash('sha256').update(JSON.stringify(notice)).digest('base64');
    const slot = slotOf(tail);
    const [message] = deps.render(notice, tail.locale);
    if (message === undefined || shown.get(slot) === digest) return;
    await deps.outbox.live(tail.address, slot, message);
    remember(slot, digest);
  }

  function remember(slot: string, digest: string): void {
    shown.delete(slot);
    shown.set(slot, digest);
    const [oldest] = shown.keys();
    if (shown.size > REMEMBERED && oldest !== undefined) shown.delete(oldest);
  }

  async function finish(tail: Tail, found: LogTail | undefined, state: State): Promise<void> {
    await show(tail, found, state);
    await store.remove(tail);
    shown.delete(slotOf(tail));
  }

  return {
    async refresh(tail, signal) {
      // The job is looked at before its log: what it wrote until its end is then in the log.
      const jobs = await deps.board.find(tail.jobId);
      const found = await read(tail, { deadlineMs: READ_DEADLINE_MS, signal });
      if (!(await store.has(tail))) return;
      const ended = found?.ended === true || (jobs.length > 0 && jobs.every(hasEnded));
      if (ended) return finish(tail, found, 'complete');
      await show(tail, found, found === undefined ? 'waiting' : 'live');
      // Closed meanwhile, by this or another replica: the last word is that it was stopped.
      if (!(await store.has(tail))) await finish(tail, found, 'stopped');
    },
    async close(tail) {
      const patience = { deadlineMs: LAST_READ_DEADLINE_MS };
      const found = await read(tail, patience).catch(() => undefined);
      // Forgotten first: a refresh that comes in between sees it, and corrects what it showed.
      await store.remove(tail);
      await finish(tail, found, 'stopped');
    },
  };
}

/** Each opening of a tail has a message of its own, at the end of the chat. */
function slotOf({ address, jobId, openedAt }: Tail): string {
  return `tail/${addressKey(address)}/${openedAt.toString(36)}/${jobId}`;
}
