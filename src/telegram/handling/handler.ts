// Contract of what handles updates, and the kinds of updates that are asked for.
import type { Update } from 'grammy/types';

/** The kinds that jobwire asks Telegram for. */
export const ALLOWED_UPDATES = [
  'message',
  'channel_post',
  'callback_query',
  'my_chat_member',
] as const;

/** Handles one thing; throws when it must come again because `signal` ended it. */
export type Handler<T> = (item: T, signal: AbortSignal) => Promise<void>;

export interface UpdateHandler {
  /**
   * Resolves when the update was handled, or put aside when that failed for good: it may be
   * confirmed. Rejects when `signal` (the program stops) ended it: it must come again.
   */
  handle(update: Update, signal: AbortSignal): Promise<void>;
}
