// The safety net for wake-ups: BullMQ may lose one, or delay it because of a replica's wrong clock; the set of due
// chats can't. And for live cards: one whose job says nothing is shown anew, so that people see it.

import { createClockSteps } from '../../monitoring/clock-steps.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/logger.ts';
import { createLoop } from '../../runtime/loop.ts';
import type { OutboxStore, Waker } from '../outbox-store.ts';

export interface SilentCards {
  /**
   * Has cards shown anew whose jobs have said nothing for an hour, and then once a day; forgets those whose jobs are no
   * longer kept. At most `limit`.
   */
  check(limit: number): Promise<void>;
}

interface Deps {
  readonly store: Pick<OutboxStore, 'overdue'>;
  readonly cards: SilentCards;
  readonly waker: Waker;
  readonly clock: Clock;
  readonly log: Logger;
}

const SWEEP_MS = 1_000;
/** A chat this late has lost its wake-up. */
const LATE_MS = 1_500;
const SWEEP_LIMIT = 200;

/** Wakes due chats that nobody woke; every replica sweeps. */
export function createSweeper({ store, cards, waker, clock, log }: Deps): Service {
  const steps = createClockSteps({ clock, log });
  return createLoop({ name: 'sweeper', clock, log, everyMs: SWEEP_MS }, async () => {
    const { chats } = await steps.watch(() => store.overdue(LATE_MS, SWEEP_LIMIT));
    for (const chatId of chats) waker.wake(chatId, 0);
    await cards.check(SWEEP_LIMIT);
  });
}
