// Has a chat visited when the visit that is open there has run out, in case its replica was killed: then
// nobody else knows what there was to send.
import type { Clock } from '../../runtime/clock.ts';
import type { Waker } from '../outbox-store.ts';

interface Deps {
  readonly waker: Waker;
  readonly clock: Pick<Clock, 'after'>;
}

/** Once, however often the chat was to be visited meanwhile. */
export type Revisit = (chatId: number, forMs: number) => void;

export function createRevisit({ waker, clock }: Deps): Revisit {
  const coming = new Set<number>();
  return (chatId, forMs) => {
    if (coming.has(chatId)) return;
    coming.add(chatId);
    clock.after(Math.max(0, forMs) + 1, () => {
      coming.delete(chatId);
      waker.wake(chatId, 0);
    });
  };
}
