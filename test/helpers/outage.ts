// Something that can go away and come back, as Redis does: while it is away every call fails, or
// never answers until it is back.
import { JobwireError } from '../../src/runtime/errors.ts';

export interface Outage {
  /** `failing`: calls are refused; `hanging`: they wait for the end. */
  begin(how?: 'failing' | 'hanging'): void;
  end(): void;
  readonly isAway: boolean;
  /** How many calls met the outage. */
  readonly refused: number;
  /** The same object, subject to the outage. */
  over<T extends object>(target: T): T;
}

export function createOutage(): Outage {
  let state: 'failing' | 'hanging' | undefined;
  let refused = 0;
  let waiting: (() => void)[] = [];

  async function pass(): Promise<void> {
    if (state === undefined) return;
    refused += 1;
    if (state === 'failing') throw new JobwireError('unavailable', 'Redis is away');
    await new Promise<void>((resolve) => waiting.push(resolve));
  }

  return {
    begin(how = 'failing') {
      state = how;
    },
    end() {
      state = undefined;
      for (const resolve of waiting) resolve();
      waiting = [];
    },
    get isAway() {
      return state !== undefined;
    },
    get refused() {
      return refused;
    },
    over: (target) =>
      new Proxy(target, {
        get(object, name) {
          const value: unknown = Reflect.get(object, name);
          if (typeof value !== 'function') return value;
          return async (...args: unknown[]) => {
            await pass();
            return Reflect.apply(value, object, args) as unknown;
          };
        },
      }),
  };
}
