// A Redis whose clock says what a test wants, and may be set forward and back: a few lines before each
// script answer its TIME. The scripts themselves, and the data, are the real ones. What is not set is the
// expiry of keys, which goes by the real clock.
import type { Redis } from 'ioredis';

/** `now`: epoch milliseconds. */
export function createSteppingRedis(real: Redis, now: () => number): Redis {
  const before = () => `local real = redis
local redis = setmetatable({ call = function(name, ...)
  if name == 'TIME' then return { '${Math.floor(now() / 1_000)}', '${(now() % 1_000) * 1_000}' } end
  return real.call(name, ...)
end }, { __index = real })
`;
  return new Proxy(real, {
    get(target, name) {
      if (name === 'evalsha') return async () => Promise.reject(new Error('NOSCRIPT'));
      if (name === 'eval') {
        return (script: string, keys: number, ...rest: string[]) =>
          target.eval(before() + script, keys, ...rest);
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
