// Pings a quiet connection from time to time. Otherwise nothing on it would ever be overdue, and middleboxes would
// cut it as idle.
import type { Redis } from 'ioredis';
import type { Clock } from '../../runtime/clock.ts';

/** One ping at a time, while the connection is up; ends with the connection. */
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
    // A refusal is an answer; silence is handled by the deadline of the connection.
    redis.ping().then(answered, answered);
  }
  cancel = clock.after(everyMs, ask);
  redis.once('end', () => cancel());
}
