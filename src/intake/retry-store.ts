// Contract: messages whose handling failed by a mistake of ours, until it succeeds or they are
// buried. Put there together with the acknowledgement of their source, so that nothing waits for
// them. Kept by redis/dead-letters/retry-store.
import { type RawMessage, rawMessageSchema } from '../dialects/dialect.ts';
import { createDecoder } from '../runtime/stored/decoder.ts';

export const decodeMessage = createDecoder('message to try again', rawMessageSchema);

export interface Retry {
  readonly id: string;
  readonly message: RawMessage;
  /** How often it was tried, this time included; counted before it is tried. */
  readonly attempts: number;
  /** What was stored is no message, for this reason: `message` has it as its text, and nothing else. */
  readonly unreadable?: string;
}

export interface RetryStore {
  /** Takes the next message that is due, for a while; `undefined` when none is. */
  claim(): Promise<Retry | undefined>;
  /** It is tried again in so many milliseconds. */
  postpone(id: string, ms: number): Promise<void>;
  /** It succeeded, or was buried. */
  drop(id: string): Promise<void>;
}
