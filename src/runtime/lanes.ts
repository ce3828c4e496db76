// Work with the same key runs one after another, in the order it came; different keys don't wait for
// each other.

export interface Lanes {
  /** Answers (or fails) as `work` does; a failure does not stop what comes behind. */
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** How much of this key runs or waits. */
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
