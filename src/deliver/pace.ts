// Contract of the pace that Telegram allows, shared by all replicas. Sends and edits count alike.
// Kept by redis/pace.

/** `urgent`: approvals and replies; `news`: digests; `live`: edits of tails and cards. */
export type Urgency = 'urgent' | 'news' | 'live';

export type Permit = { readonly kind: 'go' } | { readonly kind: 'wait'; readonly ms: number };

export interface Pace {
  /** Asks for one Bot API call for this chat; `go` counts it. */
  take(chatId: number, urgency: Urgency): Promise<Permit>;
  /** Telegram said 429 for this chat: it pauses, and the bot too when several chats are told so. */
  flooded(chatId: number, retryAfterMs: number): Promise<'chat' | 'bot'>;
}
