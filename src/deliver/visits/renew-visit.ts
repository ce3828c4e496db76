// Keeps a visit open while Telegram takes its time, so that nobody else makes the same call.
import type { Clock } from '../../runtime/clock.ts';
import { type OutboxStore, RENEW_EVERY_MS, type Visit } from '../outbox-store.ts';

interface Deps {
  readonly visit: Visit;
  readonly store: Pick<OutboxStore, 'renew'>;
  readonly clock: Pick<Clock, 'after'>;
}

/** Answers what `call` answers. */
export async function renewVisit<T>(
  call: () => Promise<T>,
  { visit, store, clock }: Deps,
): Promise<T> {
  let cancel: (() => void) | undefined;
  let ended = false;
  const holdOn = () => {
    if (ended) return;
    cancel = clock.after(RENEW_EVERY_MS, () => {
      store.renew(visit).then(holdOn, holdOn);
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
