// Hands over what arrives in callbacks to one loop that takes it in batches. Bounded.

export interface Mailbox<T> {
  /** Answers false when it is full; the item is not taken. */
  put(item: T): boolean;
  /** Makes a waiting `take` return, with or without items. */
  wake(): void;
  /** Waits for items or a wake-up; at most `limit` items, oldest first. */
  take(limit: number): Promise<T[]>;
}

/** About 50 MB of usual messages. */
const CAPACITY = 100_000;

export function createMailbox<T>(capacity = CAPACITY): Mailbox<T> {
  let items: T[] = [];
  let taken = 0;
  let woken = false;
  let resolve: (() => void) | undefined;

  function wake(): void {
    woken = true;
    resolve?.();
    resolve = undefined;
  }

  return {
    put(item) {
      if (items.length - taken >= capacity) return false;
      items.push(item);
      wake();
      return true;
    },
    wake,
    async take(limit) {
      if (!woken && items.length === taken) {
        await new Promise<void>((done) => {
          resolve = done;
        });
      }
      const batch = items.slice(taken, taken + limit);
      taken += batch.length;
      if (taken > capacity / 10 || taken === items.length) {
        items = items.slice(taken);
        taken = 0;
      }
      woken = items.length > taken;
      return batch;
    },
  };
}
