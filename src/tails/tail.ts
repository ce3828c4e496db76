// Contract of `/tail`: a job's log in one message that is updated in place.
import { z } from 'zod';
import { type Address, addressSchema } from '../audience/chat-book.ts';
import { createDecoder, type StoredAt } from '../runtime/stored/decoder.ts';

const tailSchema = z
  .object({
    address: addressSchema,
    jobId: z.string(),
    /** Of the job. */
    projectId: z.string().exactOptional(),
    /** What the job is for, as far as it was known when it was opened. */
    title: z.string().exactOptional(),
    /** Telegram id of whoever opened it: it lasts as long as they may see the job. */
    by: z.number(),
    /** Newest lines to show; 1 to 200. */
    lines: z.number(),
    locale: z.string(),
    /** Epoch milliseconds: each opening has a message of its own. */
    openedAt: z.number(),
    /** Its message stays as it is until somebody goes on. */
    paused: z.literal(true).exactOptional(),
    /** Epoch milliseconds. */
    pausedAt: z.number().exactOptional(),
    /** Times that lines begin with are shortened. */
    times: z.literal('short').exactOptional(),
  })
  .readonly();
export type Tail = z.infer<typeof tailSchema>;

const decodeStored = createDecoder(
  'tail',
  tailSchema.unwrap().extend({ by: tailSchema.unwrap().shape.by.exactOptional() }).readonly(),
);

/**
 * Tails of former versions lack `by`: in a private chat it is the other person, in a group nobody, so that the tail
 * ends.
 */
export function decodeTail(text: string, at: StoredAt): Tail {
  const stored = decodeStored(text, at);
  return { ...stored, by: stored.by ?? Math.max(stored.address.chatId, 0) };
}

export interface Tails {
  /**
   * Starts a tail, or restarts it with another number of lines. Resolves once it will survive a crash; `full`: too
   * many are running, and this one was not started.
   */
  open(request: Tail): Promise<'opened' | 'full'>;
  /** The tails of exactly this address. */
  running(address: Address): Promise<readonly Tail[]>;
  /** Leaves its message as it is, or goes on. */
  pause(tail: Tail, isPaused: boolean): Promise<void>;
  /** Shortens the times that its lines begin with, or shows them as they are. */
  shorten(tail: Tail, isShort: boolean): Promise<void>;
  /** Ends these, and says so in their messages. */
  close(tails: readonly Tail[]): Promise<void>;
}
