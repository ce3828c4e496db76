// Passes what arrives in callbacks to a loop that reads it in batches. Bounded in number and size.

export interface Mailbox<T> {
  /** Returns false if it is full; the item is then not added. */
  put(item: T): boolean;
  /** Makes a waiting `take` return, with or without items. */
  wake(): void;
  /** Waits for items or a wake-up; the oldest first, at least one where there is any. */
  take(atMost: BatchWeight): Promise<T[]>;
}

export interface BatchWeight {
  readonly items: number;
  readonly bytes: number;
}

const CAPACITY: BatchWeight = { items: 100_000, bytes: 33_554_432 };

export function createMailbox<T>(sizeOf: (item: T) => number, capacity = CAPACITY): Mailbox<T> {
  let items: T[] = [];
  let taken = 0;
  let bytes = 0;
  let woken = false;
  let resolve: (() => void) | undefined;

  function wake(): void {
    woken = true;
    resolve?.();
    resolve = undefined;
  }

  return {
    put(item) {
      const size = sizeOf(item);
      const count = items.length - taken;
      if (count >= capacity.items || (count > 0 && bytes + size > capacity.bytes)) return false;
      items.push(item);
      bytes += size;
      wake();
      return true;
    },
    wake,
    async take(atMost) {
      if (!woken && items.length === taken) {
        await new Promise<void>((done) => {
          resolve = done;
        });
      }
      const batch = items.slice(taken, taken + countWithin(items, { from: taken, atMost, sizeOf }));
      for (const item of batch) bytes -= sizeOf(item);
      taken += batch.length;
      if (taken > capacity.items / 10 || taken === items.length) {
        items = items.slice(taken);
        taken = 0;
      }
      woken = items.length > taken;
      return batch;
    },
  };
}

/** How many items from there on are within the weight; one at least, where there is one. */
export function countWithin<T>(
  items: readonly T[],
  { from = 0, atMost, sizeOf }: Within<T>,
): number {
  let bytes = 0;
  let count = 0;
  for (let at = from; at < items.length && count < atMost.items; at += 1) {
    bytes += sizeOf(items[at] as T);
    if (count > 0 && bytes > atMost.bytes) break;
    count += 1;
  }
  return count;
}

interface Within<T> {
  readonly from?: number;
  readonly atMost: BatchWeight;
  readonly sizeOf: (item: T) => number;
}
