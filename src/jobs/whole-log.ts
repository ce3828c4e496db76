// Contract: the whole log of a job, as people read it, made when it is sent. Implemented by tails/whole-log.
import { z } from 'zod';
import type { Address } from '../audience/chat-book.ts';

/** What is queued in place of the log itself. */
export const wholeLogWishSchema = z
  .object({
    jobId: z.string(),
    /** Of the job. */
    projectId: z.string().exactOptional(),
    /** Telegram id of whoever asked for it: it is sent only while they may read it. */
    by: z.number(),
    /** The message in the same chat that it answers. */
    replyTo: z.number().exactOptional(),
  })
  .readonly();
export type WholeLogWish = z.infer<typeof wholeLogWishSchema>;

/** What Telegram takes is 50 MB, with everything around the file. */
export const MAX_LOG_BYTES = 49 * 1024 * 1024;

export interface WholeLog {
  /** Of the file. */
  readonly name: string;
  readonly sizeBytes: number;
  /** Only the newest part of the log, of about MAX_LOG_BYTES. */
  readonly isCut: boolean;
  /** May be read once. Throws once it may no longer be shown, and when `signal` is aborted. */
  content(): AsyncIterable<Uint8Array>;
  /** Frees what it takes. */
  close(): Promise<void>;
}

/** `undefined` if there is no log of the job that may be shown at this address at this moment. Rejects when aborted. */
export type OpenWholeLog = (
  wish: WholeLogWish,
  address: Address,
  signal: AbortSignal,
) => Promise<WholeLog | undefined>;
