// Limits how many tasks run concurrently; the others wait in line.

export type TaskLimiter = <T>(task: () => Promise<T>) => Promise<T>;

export function createTaskLimiter(maxConcurrent: number): TaskLimiter {
  const line: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= maxConcurrent) await new Promise<void>((resolve) => line.push(resolve));
    else running += 1;
    try {
      return await task();
    } finally {
      const next = line.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
