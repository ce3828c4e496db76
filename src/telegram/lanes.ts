// Work with the same key runs one after another, in the order it came; different keys don't wait for
// each other.

export interface Lanes {
  /** Answers (or fails) as `work` does; a failure does not stop what comes behind. */
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
}

export function createLanes(): Lanes {
  const tails = new Map<string, Promise<unknown>>();
  return {
    run(key, work) {
      const before = tails.get(key) ?? Promise.resolve();
      const result = before.then(work);
      const tail = result.then(
        () => {},
        () => {},
      );
      tails.set(key, tail);
      return result.finally(() => {
        if (tails.get(key) === tail) tails.delete(key);
      });
    },
  };
}
