// Contract: messages whose handling failed because of a bug of ours, until it succeeds or they become dead
// letters. Stored together with the acknowledgement of their source, so that nothing waits for them. Implemented by
// redis/dead-letters/retry-store.
import { type RawMessage, rawMessageSchema } from '../dialects/dialect.ts';
import { createDecoder } from '../runtime/stored/decoder.ts';

export const decodeMessage = createDecoder('message to try again', rawMessageSchema);

export interface Retry {
  readonly id: string;
  readonly message: RawMessage;
  /** Number of tries, this one included; counted before the try. */
  readonly attempts: number;
  /** Why the stored text is no message; `message` then has that text and nothing else. */
  readonly unreadable?: string;
}

export interface RetryStore {
  /** Claims the next due message for a while; `undefined` if none is due. */
  claim(): Promise<Retry | undefined>;
  /** Schedules a retry in this number of milliseconds. */
  postpone(id: string, ms: number): Promise<void>;
  /** It succeeded, or became a dead letter. */
  drop(id: string): Promise<void>;
}
