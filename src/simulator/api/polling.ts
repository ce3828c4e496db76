// Long polling: one poll at a time, which the first update ends.
import type { Clock } from '../../runtime/clock.ts';
import { refuse } from '../protocol/refusal.ts';
import type { Update, UpdateQueue } from './update-queue.ts';

export interface Poll {
  /** Confirms everything below it; negative values count from the newest. */
  readonly offset: number;
  /** 1 to 100. */
  readonly limit: number;
  readonly timeoutMs: number;
  /** Aborted when the bot hung up. */
  readonly signal: AbortSignal;
}

export interface Polling {
  /** Waits for updates; a poll that is already waiting ends with 409. */
  poll(poll: Poll): Promise<readonly Update[]>;
  /** Ends the waiting poll with `409 Conflict: terminated by <by>`. */
  interrupt(by: string): void;
}

interface Deps {
  readonly clock: Clock;
  readonly queue: UpdateQueue;
}

export function createPolling({ clock, queue }: Deps): Polling {
  let waiting: AbortController | undefined;

  function interrupt(by: string): void {
    waiting?.abort(by);
  }

  /** Resolves on an update, after the timeout, or if the bot hangs up or another poll begins. */
  async function untilWoken(timeoutMs: number, ended: AbortSignal): Promise<void> {
    const woken = new AbortController();
    const unfollow = queue.follow(() => woken.abort());
    await clock.sleep(timeoutMs, AbortSignal.any([woken.signal, ended]));
    unfollow();
  }

  return {
    async poll({ offset, limit, timeoutMs, signal }) {
      interrupt('other getUpdates request; make sure that only one bot instance is running');
      if (offset !== 0) queue.confirmBelow(offset);
      const ready = queue.peek(limit);
      if (ready.length > 0 || timeoutMs <= 0) return ready;
      const own = new AbortController();
      waiting = own;
      await untilWoken(timeoutMs, AbortSignal.any([own.signal, signal]));
      if (waiting === own) waiting = undefined;
      if (own.signal.aborted) refuse(409, `Conflict: terminated by ${String(own.signal.reason)}`);
      return queue.peek(limit);
    },
    interrupt,
  };
}
