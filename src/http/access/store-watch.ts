// What a request that needs the store does while the store is away: it is answered 503 within a
// second, not when the store is back. A store that works, however slowly, gets the time it needs.
import type { FastifyReply } from 'fastify';
import type { Clock } from '../../runtime/clock.ts';
import { JobwireError } from '../../runtime/errors.ts';

/** Contract: whether what the routes read from and write to answers. */
export interface StorePulse {
  /** Resolves with its next answer; never rejects. */
  answer(): Promise<void>;
  /** For how many milliseconds an answer has been due; 0 when none is. */
  silentMs(): number;
}

export interface StoreWatch {
  /**
   * Answers the request for its route once the store has been silent for too long, and looks again
   * until the route has answered. Resolves when the store answered.
   */
  begin(reply: FastifyReply): Promise<void>;
  /** What `work` answers; `undefined` when the store is away. Never later than within a second. */
  atMost<T>(work: Promise<T>): Promise<T | undefined>;
}

interface Deps {
  readonly pulse: StorePulse;
  readonly clock: Pick<Clock, 'after' | 'sleep'>;
}

/** So that the answer is there within a second, also on a machine that is busy. */
const MAX_SILENCE_MS = 650;

export function createStoreWatch({ pulse, clock }: Deps): StoreWatch {
  function begin(reply: FastifyReply): Promise<void> {
    let cancel = () => {};
    function look(): Promise<void> {
      const answered = pulse.answer();
      const pauseMs = Math.max(1, MAX_SILENCE_MS - pulse.silentMs());
      cancel = clock.after(pauseMs, () => setImmediate(judge));
      return answered;
    }
    /** In the turn after the timer: when we were busy ourselves, the answer may have come just now. */
    function judge(): void {
      if (reply.sent) return;
      if (pulse.silentMs() >= MAX_SILENCE_MS) reply.send(storeAway());
      else void look();
    }
    reply.raw.once('close', () => cancel());
    return look();
  }

  return {
    begin,
    async atMost(work) {
      const late = new AbortController();
      const tooLate = clock.sleep(MAX_SILENCE_MS, late.signal).then(() => undefined);
      const result = await Promise.race([work.catch(() => undefined), tooLate]);
      late.abort();
      return result;
    },
  };
}

function storeAway(): JobwireError {
  return new JobwireError('unavailable', 'Redis does not answer');
}
