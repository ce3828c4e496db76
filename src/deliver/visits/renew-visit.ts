// Keeps a visit open during a slow call to Telegram, so that nobody else makes the same call.
import type { Clock } from '../../runtime/clock.ts';
import { type OutboxStore, RENEW_EVERY_MS, type Visit } from '../outbox-store.ts';

interface Deps {
  readonly visit: Visit;
  readonly store: Pick<OutboxStore, 'renew'>;
  readonly clock: Pick<Clock, 'after'>;
}

/** Returns the result of `call`. */
export async function renewVisit<T>(
  call: () => Promise<T>,
  { visit, store, clock }: Deps,
): Promise<T> {
  let cancel: (() => void) | undefined;
  let ended = false;
  const scheduleRenewal = () => {
    if (ended) return;
    cancel = clock.after(RENEW_EVERY_MS, () => {
      store.renew(visit).then(scheduleRenewal, scheduleRenewal);
    });
  };
  scheduleRenewal();
  try {
    return await call();
  } finally {
    ended = true;
    cancel?.();
  }
}
