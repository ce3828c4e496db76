// Which updates were handled, in memory; it outlives a poller, as Redis does.
import type { UpdateLog } from '../../src/telegram/update-log.ts';

export interface MemoryUpdateLog extends UpdateLog {
  readonly handled: ReadonlySet<number>;
}

export function createMemoryUpdateLog(): MemoryUpdateLog {
  const handled = new Set<number>();
  return {
    handled,
    wasHandled: async (updateId) => handled.has(updateId),
    async markHandled(updateId) {
      handled.add(updateId);
    },
  };
}
