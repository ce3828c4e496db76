// Asks a quiet connection now and then whether it is still there. Without a question nothing on it is
// ever late, and whatever stands between takes it for forgotten and cuts it.
import type { Redis } from 'ioredis';
import type { Clock } from '../../runtime/clock.ts';

/** One question at a time, while the connection is up; it ends with the connection. */
export function startHeartbeat(redis: Redis, everyMs: number, clock: Pick<Clock, 'after'>): void {
  let isAsked = false;
  let cancel = () => {};
  const answered = () => {
    isAsked = false;
  };
  function ask(): void {
    cancel = clock.after(everyMs, ask);
    if (isAsked || redis.status !== 'ready') return;
    isAsked = true;
    // A refusal is an answer; silence is what the deadline of the connection is for.
    redis.ping().then(answered, answered);
  }
  cancel = clock.after(everyMs, ask);
  redis.once('end', () => cancel());
}
