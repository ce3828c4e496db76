// A Redis whose answers are lost once: as ioredis does it on a new connection, each script is sent again. So it is
// carried out twice, and its caller gets the second answer.
import type { Redis } from 'ioredis';

/** `isLosing`: whether the answer to what is asked now gets lost. */
export function createRepeatingRedis(real: Redis, isLosing: () => boolean): Redis {
  return new Proxy(real, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      if (name !== 'evalsha' && name !== 'eval') return value.bind(target);
      return async (...args: unknown[]) => {
        if (isLosing()) await value.apply(target, args);
        return value.apply(target, args);
      };
    },
  });
}
