// Contract of a wire format: bytes to event and back. Pure.
import type { CanonicalEvent } from '../event/canonical-event.ts';

/** A message as it was found. */
export interface RawMessage {
  /** Name of the dialect it is written in. */
  readonly dialect: string;
  readonly text: string;
  /** Channel, stream or file: `televibe:events:job.started`. */
  readonly source: string;
  /** Id of the entry within its source, where it has one. */
  readonly entryId?: string;
  /** Epoch milliseconds at which it reached jobwire or the stream it lay in. */
  readonly arrivedAt: number;
}

export interface Decoded {
  readonly event: CanonicalEvent;
  /** See Candidate.identity in journal/journal.ts. */
  readonly identity: 'id' | 'content';
  /** See Candidate.repeatKey in journal/journal.ts. */
  readonly repeatKey: string;
}

export interface Dialect {
  readonly name: string;
  /** Throws JobwireError `decode_failed` that says what was expected. */
  decode(message: RawMessage): Decoded;
  /** Writes any canonical event in this dialect's shape. */
  encode(event: CanonicalEvent): unknown;
}
