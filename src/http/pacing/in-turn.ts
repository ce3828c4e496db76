// Lets so many tasks run at once; the others wait in line.

export type InTurn = <T>(task: () => Promise<T>) => Promise<T>;

export function createInTurn(atOnce: number): InTurn {
  const line: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= atOnce) await new Promise<void>((resolve) => line.push(resolve));
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
