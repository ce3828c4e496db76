// What a tail shows: reads the log, and hands the message on when something changed.
import { addressKey } from '../audience/chat-book.ts';
import type { Outbox } from '../deliver/outbox.ts';
import { hasEnded, type JobBoard } from '../jobs/job-board.ts';
import type { Notice } from '../message/notice.ts';
import type { Render } from '../message/render.ts';
import type { LogSource, LogTail } from './log-source.ts';
import type { Tail } from './tail.ts';
import type { TailStore } from './tail-store.ts';

export interface ScreenDeps {
  readonly store: TailStore;
  /** The first one that knows the job is read. */
  readonly sources: readonly LogSource[];
  readonly board: JobBoard;
  readonly outbox: Outbox;
  readonly render: Render;
}

export interface TailScreen {
  /** Shows what is new; a tail whose job or log has ended is completed and forgotten. */
  refresh(tail: Tail): Promise<void>;
  /** Shows it for the last time. */
  close(tail: Tail): Promise<void>;
}

type State = Extract<Notice, { kind: 'tail' }>['state'];

export function createTailScreen(deps: ScreenDeps): TailScreen {
  /** What each tail showed last. Lost with the process: then the same is shown once more. */
  const shown = new Map<string, string>();

  async function read({ jobId, lines }: Tail): Promise<LogTail | undefined> {
    for (const source of deps.sources) {
      const found = await source.tail(jobId, lines);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  async function show(tail: Tail, found: LogTail | undefined, state: State): Promise<void> {
    const notice = { kind: 'tail', jobId: tail.jobId, lines: found?.lines ?? [], state } as const;
    const text = JSON.stringify(notice);
    const slot = slotOf(tail);
    const [message] = deps.render(notice, tail.locale);
    if (message === undefined || shown.get(slot) === text) return;
    await deps.outbox.live(tail.address, slot, message);
    shown.set(slot, text);
  }

  async function finish(tail: Tail, found: LogTail | undefined, state: State) {
    await show(tail, found, state);
    await deps.store.remove(tail);
    shown.delete(slotOf(tail));
  }

  return {
    async refresh(tail) {
      // The job is looked at before its log: what it wrote until its end is then in the log.
      const job = await deps.board.get(tail.jobId);
      const found = await read(tail);
      const ended = found?.ended === true || (job !== undefined && hasEnded(job));
      if (ended) return finish(tail, found, 'complete');
      return show(tail, found, found === undefined ? 'waiting' : 'live');
    },
    close: async (tail) => finish(tail, await read(tail), 'stopped'),
  };
}

/** Each opening of a tail has a message of its own, at the end of the chat. */
function slotOf({ address, jobId, openedAt }: Tail): string {
  return `tail/${addressKey(address)}/${openedAt.toString(36)}/${jobId}`;
}
