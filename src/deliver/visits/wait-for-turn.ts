// Schedules the next visit to a chat that may not send yet.
import type { Next, OutboxStore, Waker } from '../outbox-store.ts';
import { MAX_REQUEST_WAIT_MS, type ShowElsewhere } from '../undelivered/show-elsewhere.ts';

interface Deps {
  readonly store: Pick<OutboxStore, 'unshown'>;
  readonly waker: Waker;
  readonly showElsewhere: ShowElsewhere;
}

type Idle = Extract<Next, { kind: 'idle' }>;

/** A chat that is left alone is visited often until the sweeper wakes it: it needs no wake-up of each visit. */
const MAX_DELAY_MS = 60_000;

/** Telegram may pause a chat for long; its requests are then shown elsewhere as well. */
export function createWaitForTurn({ store, waker, showElsewhere }: Deps) {
  return async (chatId: number, { nextMs, urgency }: Idle, isHeld: boolean): Promise<void> => {
    if (nextMs === undefined) return;
    if (!isHeld || nextMs <= MAX_DELAY_MS) waker.wake(chatId, nextMs, urgency);
    if (urgency !== 'urgent' || nextMs <= MAX_REQUEST_WAIT_MS) return;
    for (const { approvalId, address } of await store.unshown(chatId)) {
      await showElsewhere(approvalId, address);
    }
  };
}
