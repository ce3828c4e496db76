// Whether chats can be visited at all: visits that fail one after another send nothing to anybody.
import { JobwireError, messageOf } from '../../runtime/errors.ts';
import type { Health } from '../../runtime/health.ts';
import type { VisitChat } from './visit.ts';

/** Component of /readyz. */
const HEALTH = 'visits';
/** In a row, without a visit that went well between them. */
const MAX_FAILURES = 5;

/** The same visit, which reports. That the storage is away is reported by others. */
export function watchVisits(visit: VisitChat, health: Pick<Health, 'report'>): VisitChat {
  let failures = 0;
  return async (chatId) => {
    try {
      await visit(chatId);
      if (failures >= MAX_FAILURES) health.report(HEALTH, true);
      failures = 0;
    } catch (error) {
      const isAway = error instanceof JobwireError && error.retry;
      if (!isAway) failures += 1;
      if (failures >= MAX_FAILURES) {
        health.report(
          HEALTH,
          false,
          `the last ${MAX_FAILURES} chats got nothing: ${messageOf(error)}`,
        );
      }
      throw error;
    }
  };
}
