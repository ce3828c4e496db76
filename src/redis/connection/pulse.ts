// Whether Redis answers right now: a ping on demand, and how long its answer has been pending.
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
    // A refusal is an answer.
    const answered = redis.ping().then(done, done);
    asked = { at: clock.monotonic(), answered };
    return answered;
  }

  return {
    answer: () => asked?.answered ?? ask(),
    silentMs: () => (asked === undefined ? 0 : clock.monotonic() - asked.at),
  };
}
