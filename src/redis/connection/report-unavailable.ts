// The border of this folder: whatever a store fails with because Redis is away or refuses leaves as
// `unavailable`, so that core and the other edges need not know what Redis says.
import { asUnavailable } from './unavailable.ts';

/** The same object, or function. What it returns is not wrapped again. */
export function reportUnavailable<T extends object>(store: T): T {
  if (typeof store === 'function') return reporting(store as unknown as Call, undefined) as T;
  const wrapped = new Map<Call, Call>();
  return new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      const call = value as Call;
      const known = wrapped.get(call) ?? reporting(call, target);
      wrapped.set(call, known);
      return known;
    },
  });
}

type Call = (...args: unknown[]) => unknown;

function reporting(call: Call, self: object | undefined): Call {
  return (...args) => {
    const result = Reflect.apply(call, self, args);
    return result instanceof Promise ? result.catch(rethrow) : result;
  };
}

function rethrow(error: unknown): never {
  throw asUnavailable(error);
}
