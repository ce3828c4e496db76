// Tracks the updates that were fetched and not handled yet. getUpdates confirms everything below its
// offset, so the offset never passes the oldest update that is kept nowhere else.
import type { Update } from 'grammy/types';

export interface InFlight {
  /** Offset for a getUpdates that is sent now. One is under way at a time. */
  beginPoll(): number;
  /** Adds the new ones of a batch, and returns them. */
  add(batch: readonly Update[]): Update[];
  /** The same for parked ones (update-log.ts). */
  resume(parked: readonly Update[]): Update[];
  /** This one was handled and may be confirmed. */
  done(updateId: number): void;
  /** Those that hold back the offset, the oldest first. */
  blocking(): readonly Update[];
  /** These may be confirmed although they are not handled: the update log keeps them. */
  markParked(updates: readonly Update[]): void;
  /** Whether nothing holds back the offset. */
  isEmpty(): boolean;
  /** Resolves as soon as nothing holds back the offset. */
  whenEmpty(): Promise<void>;
}

export function createInFlight(): InFlight {
  const held = new Map<number, Update>();
  const elsewhere = new Set<number>();
  /** Handled, but no poll confirmed them yet: the answer to the one under way may have them again. */
  const unconfirmed = new Set<number>();
  let waiting: (() => void)[] = [];
  let next = 0;

  function unseen(updates: readonly Update[]): Update[] {
    return updates.filter(
      ({ update_id: id }) => !held.has(id) && !elsewhere.has(id) && !unconfirmed.has(id),
    );
  }

  function resolveIfEmpty(): void {
    if (held.size > 0) return;
    for (const resolve of waiting) resolve();
    waiting = [];
  }

  return {
    beginPoll() {
      const offset = held.size === 0 ? next : Math.min(...held.keys());
      for (const id of unconfirmed) if (id < offset) unconfirmed.delete(id);
      return offset;
    },
    add(batch) {
      const added = unseen(batch);
      for (const update of added) held.set(update.update_id, update);
      const last = added.at(-1);
      if (last !== undefined) next = last.update_id + 1;
      return added;
    },
    resume(parked) {
      const added = unseen(parked);
      for (const { update_id: id } of added) elsewhere.add(id);
      return added;
    },
    done(updateId) {
      if (!(held.delete(updateId) || elsewhere.delete(updateId))) return;
      unconfirmed.add(updateId);
      resolveIfEmpty();
    },
    blocking: () => [...held.values()],
    markParked(updates) {
      for (const { update_id: id } of updates) if (held.delete(id)) elsewhere.add(id);
      resolveIfEmpty();
    },
    isEmpty: () => held.size === 0,
    whenEmpty: () =>
      held.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve)),
  };
}
