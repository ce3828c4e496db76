// Which connections have answered since an outage began.
import type { Redis } from 'ioredis';
import { isTwin } from './patch-client.ts';

/**
 * What hit one connection may have hit those that have not noticed yet: before it is said that Redis is
 * back, each of them has to answer. `onProof` is called when one has.
 */
export function createAnswered(onProof: () => void) {
  const proven = new Set<Redis>();
  const asked = new Set<Redis>();

  function ask(redis: Redis): void {
    asked.add(redis);
    const answered = () => {
      proven.add(redis);
      onProof();
    };
    // A worker's answer may take ten seconds, that of a new connection does not.
    if (isTwin(redis)) redis.disconnect(true);
    else redis.ping().then(answered, answered);
  }

  return {
    /** Discards all earlier proof. */
    begin() {
      proven.clear();
      asked.clear();
    },
    add: (redis: Redis) => proven.add(redis),
    areComplete(working: ReadonlySet<Redis>): boolean {
      const rest = [...working].filter((redis) => !proven.has(redis));
      for (const redis of rest) if (!asked.has(redis)) ask(redis);
      return rest.length === 0;
    },
  };
}
