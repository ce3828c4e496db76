// Decodes messages and sorts out those that can't be: for ever, or by a mistake of ours.
import type { Decoded, RawMessage } from '../dialects/dialect.ts';
import { JobwireError, messageOf } from '../errors.ts';
import type { Candidate } from '../journal/journal.ts';

export type Decode = (message: RawMessage) => Decoded | undefined;

export interface Failure {
  readonly message: RawMessage;
  /** For people; never quotes the message. */
  readonly reason: string;
  /** The decoder itself failed: another try may succeed, if only by another version of it. */
  readonly ours: boolean;
}

export interface DecodedBatch {
  readonly candidates: readonly Candidate[];
  readonly failures: readonly Failure[];
}

export function decodeAll(messages: readonly RawMessage[], decode: Decode): DecodedBatch {
  const candidates: Candidate[] = [];
  const failures: Failure[] = [];
  for (const message of messages) {
    try {
      const decoded = decode(message);
      if (decoded !== undefined) candidates.push({ ...decoded, arrivedAt: message.arrivedAt });
    } catch (error) {
      failures.push({ message, ...reasonOf(error) });
    }
  }
  return { candidates, failures };
}

/** The text of a foreign error may quote the message. */
function reasonOf(error: unknown): Omit<Failure, 'message'> {
  if (error instanceof JobwireError && error.code === 'decode_failed') {
    return { reason: messageOf(error), ours: false };
  }
  const name = error instanceof Error ? error.name : typeof error;
  return { reason: `The decoder failed (${name}).`, ours: true };
}
