// The way in: raw messages become events in the journal, in one step with the acknowledgement of
// their source.
import type { Clock } from '../clock.ts';
import type { Decoded, RawMessage } from '../dialects/dialect.ts';
import { MESSAGE_LIMIT_BYTES } from '../dialects/json-text.ts';
import { JobwireError, messageOf } from '../errors.ts';
import type {
  Acknowledgement,
  AppendResult,
  Candidate,
  DeadLetter,
  Journal,
} from '../journal/journal.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';

export interface RawBatch {
  /** In the order of their source. */
  readonly messages: readonly RawMessage[];
  /** The source forgets what it sent (Pub/Sub): what can't be decoded is dropped, not buried. */
  readonly lossy: boolean;
  readonly acknowledgement?: Acknowledgement;
}

export interface Receive {
  /**
   * Journals what can be decoded, in one append. Rejects as the journal does, with nothing written,
   * logged or counted; the same batch may then be taken again. The positions answered are those of
   * the decodable messages.
   */
  take(batch: RawBatch): Promise<AppendResult>;
}

interface Deps {
  readonly decode: (message: RawMessage) => Decoded;
  readonly journal: Pick<Journal, 'append'>;
  readonly metrics: Pick<Metrics, 'eventJournalled' | 'decodeFailed' | 'repeatDropped'>;
  readonly log: Logger;
  readonly clock: Clock;
}

interface Failure {
  readonly message: RawMessage;
  readonly reason: string;
}

/** What is kept of a dead letter that is over the limit. */
const KEPT_BYTES = 65_536;

export function createReceive(deps: Deps): Receive {
  const { journal, metrics, log, clock } = deps;

  function count(candidates: readonly Candidate[], result: AppendResult): void {
    if (result.kind === 'moved') return;
    const now = clock.now();
    candidates.forEach(({ event, arrivedAt }, at) => {
      if (result.positions[at] === undefined) metrics.repeatDropped(event.dialect);
      else {
        const seconds = Math.max(0, now - arrivedAt) / 1_000;
        metrics.eventJournalled(event.type, event.projectId, seconds);
      }
    });
  }

  function report({ message, reason }: Failure, lossy: boolean): void {
    const { dialect, source, entryId, text } = message;
    const fields = {
      dialect,
      source,
      ...(entryId === undefined ? {} : { entryId }),
      sizeBytes: Buffer.byteLength(text),
      reason,
    };
    metrics.decodeFailed(dialect);
    // Never the text itself: it may hold secrets.
    log.warn({ ...fields, buried: !lossy }, 'job_event_decode_failed');
  }

  return {
    async take({ messages, lossy, acknowledgement }) {
      const { candidates, failures } = decodeAll(messages, deps.decode);
      const deadLetters = lossy ? [] : failures.map(bury);
      const nothing = candidates.length + deadLetters.length === 0 && acknowledgement === undefined;
      const result: AppendResult = nothing
        ? { kind: 'appended', positions: [] }
        : await journal.append({
            candidates,
            deadLetters,
            ...(acknowledgement === undefined ? {} : { acknowledgement }),
          });
      count(candidates, result);
      if (result.kind === 'appended') for (const failure of failures) report(failure, lossy);
      return result;
    },
  };
}

function decodeAll(messages: readonly RawMessage[], decode: Deps['decode']) {
  const candidates: Candidate[] = [];
  const failures: Failure[] = [];
  for (const message of messages) {
    try {
      candidates.push({ ...decode(message), arrivedAt: message.arrivedAt });
    } catch (error) {
      failures.push({ message, reason: reasonOf(error) });
    }
  }
  return { candidates, failures };
}

/** The text of a foreign error may quote the message. */
function reasonOf(error: unknown): string {
  if (error instanceof JobwireError) return messageOf(error);
  return `The decoder failed (${error instanceof Error ? error.name : typeof error}).`;
}

function bury({ message, reason }: Failure): DeadLetter {
  const { source, entryId = '', text } = message;
  const raw = beginningOf(text);
  const mark = raw === text ? '' : ` Only its first ${KEPT_BYTES} bytes are kept.`;
  return { source, entryId, raw, reason: `${reason}${mark}`, attempts: 1 };
}

/** The whole text up to the limit; else as many whole characters as fit into what is kept. */
function beginningOf(text: string): string {
  if (Buffer.byteLength(text) <= MESSAGE_LIMIT_BYTES) return text;
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(KEPT_BYTES));
  return text.slice(0, read);
}
