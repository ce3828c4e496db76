// Whether Redis answers right now: a question that is asked when somebody wants to know, and how long
// it has been waiting for its answer.
import type { Redis } from 'ioredis';
import type { Clock } from '../../runtime/clock.ts';

export interface Pulse {
  /** Resolves with the next answer. Stays open while Redis is away; never rejects. */
  answer(): Promise<void>;
  /** For how long an answer has been due; 0 when none is. */
  silentMs(): number;
}

/** `redis` is the connection on which those who ask work: what is ahead of them there counts. */
export function createPulse(redis: Redis, clock: Pick<Clock, 'monotonic'>): Pulse {
  let asked: { readonly at: number; readonly answered: Promise<void> } | undefined;

  function ask(): Promise<void> {
    const done = () => {
      asked = undefined;
    };
    // Who is refused has been answered.
    const answered = redis.ping().then(done, done);
    asked = { at: clock.monotonic(), answered };
    return answered;
  }

  return {
    answer: () => asked?.answered ?? ask(),
    silentMs: () => (asked === undefined ? 0 : clock.monotonic() - asked.at),
  };
}
