// Contract of `/tail`: a job's log in one message that changes in place.
import { z } from 'zod';
import { type Address, addressSchema } from '../audience/chat-book.ts';
import { createDecoder, type StoredAt } from '../runtime/stored/decoder.ts';

const tailSchema = z
  .object({
    address: addressSchema,
    jobId: z.string(),
    /** Of the job that it was opened for. */
    projectId: z.string().exactOptional(),
    /** Telegram id of who opened it: it lasts as long as they may see the job. */
    by: z.number(),
    /** Newest lines to show; 1 to 200. */
    lines: z.number(),
    locale: z.string(),
    /** When it was asked for, epoch milliseconds: each opening is shown in a message of its own. */
    openedAt: z.number(),
  })
  .readonly();
export type Tail = z.infer<typeof tailSchema>;

const decodeStored = createDecoder(
  'tail',
  tailSchema.unwrap().extend({ by: tailSchema.unwrap().shape.by.exactOptional() }).readonly(),
);

/**
 * Those of former versions don't say who opened them: in a private chat the person it is with, in a
 * group nobody, so that it ends.
 */
export function decodeTail(text: string, at: StoredAt): Tail {
  const stored = decodeStored(text, at);
  return { ...stored, by: stored.by ?? Math.max(stored.address.chatId, 0) };
}

export interface Tails {
  /**
   * Starts, or starts anew with other lines. Resolves when it will survive a crash; `full`: too
   * many run already, and this one does not.
   */
  open(request: Tail): Promise<'opened' | 'full'>;
  /** Those of exactly this address. */
  running(address: Address): Promise<readonly Tail[]>;
  /** Ends these, and says so in their messages. */
  close(tails: readonly Tail[]): Promise<void>;
}
