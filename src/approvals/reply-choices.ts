// Contract: replies to requests whose author is asked what they meant, so that chatting decides nothing.
// Implemented by redis/approvals/buttons/reply-choices.
import { z } from 'zod';
import { createDecoder } from '../runtime/stored/decoder.ts';

export type ReplyMeaning = 'deny' | 'comment';

/** A reply to a message that shows a request. */
const replySchema = z
  .object({
    chatId: z.number(),
    messageId: z.number(),
    /** Telegram id of the author, who alone may choose. */
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
  /** Returns the token for its buttons, which is kept for a day. */
  create(reply: RequestReply): Promise<string>;
  get(token: string): Promise<RequestReply | undefined>;
  /**
   * Returns the choice that stands: an earlier one, else `meaning`. `undefined` for a token that was never issued or
   * is too old.
   */
  choose(token: string, meaning: ReplyMeaning): Promise<ReplyMeaning | undefined>;
}
