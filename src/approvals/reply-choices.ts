// Contract: replies to requests whose writer is asked what they mean, so that talk decides nothing. Kept by
// redis/approvals/reply-choices.
import { z } from 'zod';
import { createDecoder } from '../runtime/stored/decoder.ts';

export type ReplyMeaning = 'deny' | 'comment';

/** What somebody wrote in answer to a request, as it was shown to them. */
const replySchema = z
  .object({
    chatId: z.number(),
    messageId: z.number(),
    /** Telegram id of the writer, who alone may choose. */
    userId: z.number(),
    text: z.string(),
    /** Key and version of the request. */
    approvalId: z.string(),
    version: z.number(),
  })
  .readonly();
export type RequestReply = z.infer<typeof replySchema>;

export const decodeReply = createDecoder('reply to a request', replySchema);

export interface ReplyChoices {
  /** Answers the token that the buttons know it by. It is kept for a day. */
  create(reply: RequestReply): Promise<string>;
  get(token: string): Promise<RequestReply | undefined>;
  /**
   * Answers what was chosen: `meaning`, or what was chosen before, which stands. `undefined` for a token
   * that was never given out, or is too old.
   */
  choose(token: string, meaning: ReplyMeaning): Promise<ReplyMeaning | undefined>;
}
