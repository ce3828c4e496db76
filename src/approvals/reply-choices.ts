// Contract: replies to requests whose writer is asked what they mean, so that talk decides nothing. Kept by
// redis/approvals/reply-choices.

export type ReplyMeaning = 'deny' | 'comment';

/** What somebody wrote in answer to a request, as it was shown to them. */
export interface RequestReply {
  readonly chatId: number;
  readonly messageId: number;
  /** Telegram id of the writer, who alone may choose. */
  readonly userId: number;
  readonly text: string;
  /** Key and version of the request. */
  readonly approvalId: string;
  readonly version: number;
}

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
