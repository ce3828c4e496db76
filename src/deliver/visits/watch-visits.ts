// Reports to /readyz when visits keep failing, so that nobody gets anything.
import { JobwireError, messageOf } from '../../runtime/errors.ts';
import type { Health } from '../../runtime/health.ts';
import type { VisitChat } from './visit.ts';

const HEALTH = 'visits';
/** Consecutive failures. */
const MAX_FAILURES = 5;

/** Wraps a visit. An unavailable store does not count, because it is reported elsewhere. */
export function watchVisits(visit: VisitChat, health: Pick<Health, 'report'>): VisitChat {
  let failures = 0;
  return async (chatId) => {
    try {
      await visit(chatId);
      if (failures >= MAX_FAILURES) health.report(HEALTH, true);
      failures = 0;
    } catch (error) {
      const isUnavailable = error instanceof JobwireError && error.retry;
      if (!isUnavailable) failures += 1;
      if (failures >= MAX_FAILURES) {
        health.report(HEALTH, false, `the last ${MAX_FAILURES} visits failed: ${messageOf(error)}`);
      }
      throw error;
    }
  };
}
