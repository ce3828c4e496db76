// Keeps a visit open while Telegram takes its time, so that nobody else makes the same call.
import type { Clock } from '../../runtime/clock.ts';
import { HOLD_EVERY_MS, type OutboxStore, type Visit } from '../outbox-store.ts';

interface Deps {
  readonly visit: Visit;
  readonly store: Pick<OutboxStore, 'hold'>;
  readonly clock: Pick<Clock, 'after'>;
}

/** Answers what `call` answers. */
export async function holdVisit<T>(
  call: () => Promise<T>,
  { visit, store, clock }: Deps,
): Promise<T> {
  let cancel: (() => void) | undefined;
  let ended = false;
  const holdOn = () => {
    if (ended) return;
    cancel = clock.after(HOLD_EVERY_MS, () => {
      store.hold(visit).then(holdOn, holdOn);
    });
  };
  holdOn();
  try {
    return await call();
  } finally {
    ended = true;
    cancel?.();
  }
}
