// Schedules a visit for when the chat's current one would expire, in case its replica was killed: nobody else would
// send what is queued.
import type { Clock } from '../../runtime/clock.ts';
import type { Waker } from '../outbox-store.ts';

interface Deps {
  readonly waker: Waker;
  readonly clock: Pick<Clock, 'after'>;
}

/** Schedules one visit per chat, however often it is called meanwhile. */
export type Revisit = (chatId: number, forMs: number) => void;

export function createRevisit({ waker, clock }: Deps): Revisit {
  const scheduled = new Set<number>();
  return (chatId, forMs) => {
    if (scheduled.has(chatId)) return;
    scheduled.add(chatId);
    clock.after(Math.max(0, forMs) + 1, () => {
      scheduled.delete(chatId);
      waker.wake(chatId, 0);
    });
  };
}
