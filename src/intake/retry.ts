// Retries messages that failed because of a bug of ours, and dead-letters those that fail too often.

import type { Journal } from '../journal/journal.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Service } from '../runtime/lifecycle.ts';
import type { Logger } from '../runtime/logger.ts';
import { createLoop } from '../runtime/loop.ts';
import { withBoundedLinks } from './bounded-links.ts';
import { deadLetter } from './dead-letter.ts';
import { type Decode, decodeAll } from './decode-all.ts';
import type { IntakeMetrics } from './receive.ts';
import { countAppended } from './report-ingested.ts';
import { MAX_ATTEMPTS, pauseAfter } from './retry-pauses.ts';
import type { Retry, RetryStore } from './retry-store.ts';

interface Deps {
  readonly store: RetryStore;
  readonly decode: Decode;
  readonly journal: Pick<Journal, 'append'>;
  readonly metrics: IntakeMetrics;
  readonly clock: Clock;
  readonly log: Logger;
}

const CHECK_EVERY_MS = 500;

export function createRetry(deps: Deps): Service {
  const { store, decode, journal, metrics, clock, log } = deps;

  async function tryAgain(retry: Retry): Promise<void> {
    const { id, message, attempts } = retry;
    const { source } = message;
    const { candidates: decoded, failure } = decodeRetry(retry, decode);
    const candidates = withBoundedLinks(decoded, deps);
    const pauseMs = failure?.isOurs === true ? pauseAfter(attempts) : undefined;
    if (failure !== undefined && pauseMs !== undefined) {
      log.warn({ source, attempts, reason: failure.reason }, 'message_failed_again');
      return store.postpone(id, pauseMs);
    }
    const deadLetters =
      failure === undefined ? [] : [deadLetter(message, failure.reason, attempts)];
    // A crash between the two repeats the append, which then finds a repeat: it stays one event.
    const result = await journal.append({ candidates, deadLetters });
    await store.drop(id);
    if (result.kind === 'appended') countAppended(candidates, result, deps);
    for (const _ of deadLetters) metrics.deadLettered('decoding');
    if (failure === undefined) log.info({ source, attempts }, 'message_recovered');
    else log.error({ source, attempts, reason: failure.reason }, 'message_given_up');
  }

  async function retryDue(signal: AbortSignal): Promise<void> {
    for (let next = await store.claim(); next !== undefined; next = await store.claim()) {
      await tryAgain(next);
      if (signal.aborted) return;
    }
  }

  return createLoop({ name: 'retry', clock, log, everyMs: CHECK_EVERY_MS }, retryDue);
}

/** Does not decode a message if every try killed the process, or if it is unreadable. */
function decodeRetry({ message, attempts, unreadable }: Retry, decode: Decode) {
  if (unreadable !== undefined) {
    return { candidates: [], failure: { reason: unreadable, isOurs: false } };
  }
  if (attempts > MAX_ATTEMPTS) {
    const reason = 'Every process that tried this message ended before it was done.';
    return { candidates: [], failure: { reason, isOurs: true } };
  }
  const { candidates, failures } = decodeAll([message], decode);
  return { candidates, failure: failures[0] };
}
