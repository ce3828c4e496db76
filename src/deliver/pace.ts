// Contract of Telegram's rate limits, shared by all replicas. Sends and edits count alike. Whether a call may be
// made is decided with the choice of the next item (outbox-store.ts). Implemented by redis/pace/pace.

/** `urgent`: requests and answers; `news`: digests, and changes of tails and cards. */
export type Urgency = 'urgent' | 'news';

export interface Pace {
  /**
   * Telegram answered 429 for this chat: pauses the chat, and the whole bot if several chats got that answer. A
   * successful call ends the pause.
   */
  flooded(chatId: number, retryAfterMs: number): Promise<'chat' | 'bot'>;
}
