// Answers requests that need the store with 503 within a second while the store is unavailable, instead of letting
// them wait. A store that responds, however slowly, gets the time it needs.
import type { FastifyReply } from 'fastify';
import type { Clock } from '../../runtime/clock.ts';
import { JobwireError } from '../../runtime/errors.ts';

/** Contract: whether the store responds. */
export interface StorePulse {
  /** Resolves with its next response; never rejects. */
  answer(): Promise<void>;
  /** For how many milliseconds a response has been pending; 0 if none is. */
  silentMs(): number;
}

export interface StoreWatch {
  /**
   * Answers the request with 503 if the store is silent for too long before the route has answered. Resolves once
   * the store has responded.
   */
  begin(reply: FastifyReply): Promise<void>;
  /** The result of `work`; `undefined` if it fails or takes too long. Always within a second. */
  withTimeout<T>(work: Promise<T>): Promise<T | undefined>;
}

interface Deps {
  readonly pulse: StorePulse;
  readonly clock: Pick<Clock, 'after' | 'sleep'>;
}

/** Leaves time to answer within a second, even on a busy machine. */
const MAX_SILENCE_MS = 650;

export function createStoreWatch({ pulse, clock }: Deps): StoreWatch {
  function begin(reply: FastifyReply): Promise<void> {
    let cancel = () => {};
    function arm(): Promise<void> {
      const answered = pulse.answer();
      const pauseMs = Math.max(1, MAX_SILENCE_MS - pulse.silentMs());
      cancel = clock.after(pauseMs, () => setImmediate(check));
      return answered;
    }
    /** Runs a turn after the timer: if this process was busy, the response may have just arrived. */
    function check(): void {
      if (reply.sent) return;
      if (pulse.silentMs() >= MAX_SILENCE_MS) reply.send(storeUnavailable());
      else void arm();
    }
    reply.raw.once('close', () => cancel());
    return arm();
  }

  return {
    begin,
    async withTimeout(work) {
      const late = new AbortController();
      const tooLate = clock.sleep(MAX_SILENCE_MS, late.signal).then(() => undefined);
      const result = await Promise.race([work.catch(() => undefined), tooLate]);
      late.abort();
      return result;
    },
  };
}

function storeUnavailable(): JobwireError {
  return new JobwireError('unavailable', 'Redis does not answer');
}
