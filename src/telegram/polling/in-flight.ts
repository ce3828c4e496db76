// Keeps count of the updates that were fetched and are not handled yet. getUpdates confirms all that
// is below its offset, so the offset never passes the oldest one that is kept nowhere but here.
import type { Update } from 'grammy/types';

export interface InFlight {
  /** Offset for the next getUpdates. */
  offset(): number;
  /** Those of a batch that are new; from now on they are in flight. */
  take(batch: readonly Update[]): Update[];
  /** Those of the parked ones (update-log.ts) that are new; from now on they are in flight. */
  resume(parked: readonly Update[]): Update[];
  /** This one was handled and may be confirmed. */
  done(updateId: number): void;
  /** Those that hold the offset, the oldest first. */
  holding(): readonly Update[];
  /** These may be confirmed although they are not handled: somebody else keeps them. */
  parked(updates: readonly Update[]): void;
  /** Whether nothing holds the offset. */
  isEmpty(): boolean;
  /** Resolves as soon as nothing holds the offset. */
  emptied(): Promise<void>;
}

export function createInFlight(): InFlight {
  const held = new Map<number, Update>();
  const elsewhere = new Set<number>();
  /** Handled, but an older one holds the offset, so Telegram sends them again. */
  const unconfirmed = new Set<number>();
  let waiting: (() => void)[] = [];
  let next = 0;

  function fresh(updates: readonly Update[]): Update[] {
    return updates.filter(
      ({ update_id: id }) => !held.has(id) && !elsewhere.has(id) && !unconfirmed.has(id),
    );
  }

  function letGo(): void {
    if (held.size > 0) return;
    unconfirmed.clear();
    for (const resolve of waiting) resolve();
    waiting = [];
  }

  return {
    offset: () => (held.size === 0 ? next : Math.min(...held.keys())),
    take(batch) {
      const taken = fresh(batch);
      for (const update of taken) held.set(update.update_id, update);
      const last = taken.at(-1);
      if (last !== undefined) next = last.update_id + 1;
      return taken;
    },
    resume(parked) {
      const taken = fresh(parked);
      for (const { update_id: id } of taken) elsewhere.add(id);
      return taken;
    },
    done(updateId) {
      elsewhere.delete(updateId);
      if (!held.delete(updateId)) return;
      unconfirmed.add(updateId);
      letGo();
    },
    holding: () => [...held.values()],
    parked(updates) {
      for (const { update_id: id } of updates) if (held.delete(id)) elsewhere.add(id);
      letGo();
    },
    isEmpty: () => held.size === 0,
    emptied: () =>
      held.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve)),
  };
}
