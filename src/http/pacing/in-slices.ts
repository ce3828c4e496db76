// Visits many, so that everything else in the process gets its turn in between.
import { setImmediate as nextTick } from 'node:timers/promises';

const SLICE = 500;

/** Whoever is added meanwhile is visited too; whoever is removed before their turn is not. */
export async function inSlices<T>(all: Iterable<T>, visit: (each: T) => void): Promise<void> {
  let count = 0;
  for (const each of all) {
    visit(each);
    count += 1;
    if (count % SLICE === 0) await nextTick();
  }
}
