// The boundary of this folder: failures because Redis is down or refuses leave as `unavailable`, so that core and other
// edges need not know Redis errors.
import { asUnavailable } from './unavailable.ts';

/** Wraps an object or function. Its results are not wrapped again. */
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
