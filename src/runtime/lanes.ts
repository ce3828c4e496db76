// Runs work with the same key one after another, in order; different keys run independently.

export interface Lanes {
  /** Returns the result of `work`; a failure does not stop later work. */
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** How much work of this key is running or waiting. */
  depth(key: string): number;
}

export function createLanes(): Lanes {
  const lanes = new Map<string, { tail: Promise<unknown>; depth: number }>();
  return {
    run(key, work) {
      const lane = lanes.get(key) ?? { tail: Promise.resolve(), depth: 0 };
      lanes.set(key, lane);
      lane.depth += 1;
      const result = lane.tail.then(work);
      lane.tail = result.then(
        () => {},
        () => {},
      );
      return result.finally(() => {
        lane.depth -= 1;
        if (lane.depth === 0) lanes.delete(key);
      });
    },
    depth: (key) => lanes.get(key)?.depth ?? 0,
  };
}
