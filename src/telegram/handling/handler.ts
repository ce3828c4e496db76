// Contract of update handlers, and the kinds of updates that are requested.
import type { Update } from 'grammy/types';

export const ALLOWED_UPDATES = [
  'message',
  'channel_post',
  'callback_query',
  'my_chat_member',
] as const;

/** Throws if `signal` interrupted it: the item must be delivered again. */
export type Handler<T> = (item: T, signal: AbortSignal) => Promise<void>;

export interface UpdateHandler {
  /**
   * Resolves once the update was handled, or dead-lettered after it failed for good: it may be
   * confirmed. Rejects if `signal` (the program stops) interrupted it: it must be delivered again.
   */
  handle(update: Update, signal: AbortSignal): Promise<void>;
}
