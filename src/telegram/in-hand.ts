// Keeps count of the updates that were fetched and are not handled yet. getUpdates confirms all that
// is below its offset, so the offset never passes the oldest one in hand.
import type { Update } from 'grammy/types';

export interface InHand {
  /** Offset for the next getUpdates. */
  offset(): number;
  /** Those of a batch that are new; from now on they are in hand. */
  take(batch: readonly Update[]): Update[];
  /** This one was handled and may be confirmed. */
  done(updateId: number): void;
  isEmpty(): boolean;
  /** Resolves as soon as nothing is in hand. */
  emptied(): Promise<void>;
}

export function createInHand(): InHand {
  const open = new Set<number>();
  /** Handled, but an older one is not, so Telegram sends them again. */
  const unconfirmed = new Set<number>();
  let waiting: (() => void)[] = [];
  let next = 0;

  return {
    offset: () => (open.size === 0 ? next : Math.min(...open)),
    take(batch) {
      const fresh = batch.filter(({ update_id: id }) => !open.has(id) && !unconfirmed.has(id));
      for (const { update_id: id } of fresh) open.add(id);
      const last = fresh.at(-1);
      if (last !== undefined) next = last.update_id + 1;
      return fresh;
    },
    done(updateId) {
      if (!open.delete(updateId)) return;
      unconfirmed.add(updateId);
      if (open.size > 0) return;
      unconfirmed.clear();
      for (const resolve of waiting) resolve();
      waiting = [];
    },
    isEmpty: () => open.size === 0,
    emptied: () =>
      open.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve)),
  };
}
