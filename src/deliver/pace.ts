// Contract of the pace that Telegram allows, shared by all replicas. Sends and edits count alike. Whether
// a call may be made is decided where the next thing to send is taken (outbox-store.ts). Kept by redis/pace/pace.

/** `urgent`: requests and answers; `news`: digests, and changes of tails and cards. */
export type Urgency = 'urgent' | 'news';

export interface Pace {
  /**
   * Telegram said 429 for this chat: it pauses, and the bot too when several chats are told so. What goes
   * through ends the pause.
   */
  flooded(chatId: number, retryAfterMs: number): Promise<'chat' | 'bot'>;
}
