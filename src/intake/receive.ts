// Turns raw messages into events in the journal, in one step with the acknowledgement of their source.

import type { RawMessage } from '../dialects/dialect.ts';
import type { HeardJobs } from '../jobs/silence-store.ts';
import type { Acknowledgement, AppendResult, DeadLetter, Journal } from '../journal/journal.ts';
import type { Clock } from '../runtime/clock.ts';
import { defined } from '../runtime/defined.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Metrics } from '../runtime/metrics.ts';
import { withBoundedLinks } from './bounded-links.ts';
import { deadLetter } from './dead-letter.ts';
import { type Decode, decodeAll, type Failure } from './decode-all.ts';
import { countAppended } from './report-ingested.ts';
import { pauseAfter } from './retry-pauses.ts';

export interface RawBatch {
  /** In the order of their source. */
  readonly messages: readonly RawMessage[];
  /** From Pub/Sub, which keeps nothing: undecodable messages are dropped, not dead-lettered. */
  readonly lossy: boolean;
  readonly acknowledgement?: Acknowledgement;
  /** Messages that were given up undecoded. */
  readonly deadLetters?: readonly DeadLetter[];
}

export interface Receive {
  /**
   * Journals what can be decoded, in one append. Rejects as the journal does, with nothing written,
   * logged or counted; the same batch may then be sent again. Returns the positions of the
   * decodable messages.
   */
  ingest(batch: RawBatch): Promise<AppendResult>;
}

export type IntakeMetrics = Pick<
  Metrics,
  | 'eventJournalled'
  | 'decodeFailed'
  | 'repeatDropped'
  | 'deadLettered'
  | 'linksLeftOut'
  | 'messageArrived'
>;

interface Deps {
  readonly decode: Decode;
  readonly journal: Pick<Journal, 'append'>;
  /** Absent: heartbeats are dropped. */
  readonly jobs?: HeardJobs;
  readonly metrics: IntakeMetrics;
  readonly log: Logger;
  readonly clock: Clock;
}

const NAME_BYTES = 9;

export function createReceive(deps: Deps): Receive {
  const { journal, metrics, log, clock } = deps;

  function report({ message, reason, isOurs }: Failure, lossy: boolean): void {
    const { dialect, source, entryId, text } = message;
    const fields = {
      dialect,
      source,
      ...defined({ entryId }),
      sizeBytes: Buffer.byteLength(text),
      reason,
    };
    metrics.decodeFailed(dialect);
    // Never the text itself: it may hold secrets.
    log.warn({ ...fields, buried: !lossy && !isOurs }, 'job_event_decode_failed');
  }

  /** Of which one can be decoded at least. All are of one source. */
  function arrived([first]: readonly RawMessage[]): void {
    if (first !== undefined) metrics.messageArrived(first.dialect, clock.now());
  }

  /** A message that failed by a bug of ours is retried later, so that nothing behind it waits. */
  function retryOf({ message: { heardAt: _, ...message } }: Failure) {
    const dueAt = clock.now() + (pauseAfter(1) ?? 0);
    return { id: clock.token(NAME_BYTES), message: JSON.stringify(message), dueAt };
  }

  return {
    async ingest({ messages, lossy, acknowledgement, deadLetters: given = [] }) {
      const { candidates: decoded, heartbeats, failures } = decodeAll(messages, deps.decode);
      const candidates = withBoundedLinks(decoded, deps);
      if (failures.length < messages.length) arrived(messages);
      const hopeless = lossy ? [] : failures.filter(({ isOurs }) => !isOurs);
      const batch = {
        candidates,
        deadLetters: [
          ...given,
          ...hopeless.map(({ message, reason }) => deadLetter(message, reason)),
        ],
        again: failures.filter(({ isOurs }) => isOurs).map(retryOf),
        ...defined({ acknowledgement }),
      };
      const size = candidates.length + batch.deadLetters.length + batch.again.length;
      if (heartbeats.length > 0) await deps.jobs?.heard(heartbeats);
      const result: AppendResult =
        size === 0 && acknowledgement === undefined
          ? { kind: 'appended', positions: [] }
          : await journal.append(batch);
      if (result.kind === 'moved') return result;
      const lost = countAppended(candidates, result, deps);
      for (const _ of [...batch.deadLetters, ...lost]) metrics.deadLettered('decoding');
      for (const failure of failures) report(failure, lossy);
      return result;
    },
  };
}
