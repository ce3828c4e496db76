// What became of updates, in memory; it outlives a process, as Redis does.
import type { Update } from 'grammy/types';
import type { UpdateLog } from '../../src/telegram/handling/update-log.ts';

export interface MemoryUpdateLog {
  readonly handled: ReadonlySet<number>;
  readonly kept: ReadonlyMap<number, Update>;
  /** As one more process sees it. */
  process(): UpdateLog;
}

export function createMemoryUpdateLog(): MemoryUpdateLog {
  const handled = new Set<number>();
  const kept = new Map<number, Update>();
  const tries = new Map<number, Set<number>>();
  let processes = 0;

  function process(): UpdateLog {
    processes += 1;
    const own = processes;
    return {
      async begin(updateId, { despiteDeaths = false } = {}) {
        if (handled.has(updateId)) return { isHandled: true, deaths: 0 };
        const all = tries.get(updateId) ?? new Set();
        const deaths = [...all].filter((one) => one !== own).length;
        if (deaths === 0 || despiteDeaths) tries.set(updateId, all.add(own));
        return { isHandled: false, deaths };
      },
      async end(updateId, outcome) {
        tries.delete(updateId);
        if (outcome !== 'cut-short') kept.delete(updateId);
        if (outcome === 'handled') handled.add(updateId);
      },
      async park(updates) {
        for (const update of updates) kept.set(update.update_id, update);
      },
      async keep(update) {
        const { update_id: id } = update;
        if (!handled.has(id) && !kept.has(id)) kept.set(id, update);
      },
      parked: async (isKnown = () => false) =>
        [...kept.values()]
          .filter(({ update_id: id }) => !isKnown(id))
          .sort((one, two) => one.update_id - two.update_id),
    };
  }

  return { handled, kept, process };
}
