// Contract of the way out: one queue per chat, shared by all replicas. Approvals overtake replies,
// replies overtake news, and a newer edit replaces the one that waits.
import type { ReasonQuestion } from '../approvals/approval-store.ts';
import type { Address } from '../audience/chat-book.ts';
import type { Message } from '../message/message.ts';

export interface Outbox {
  /**
   * Queues one message ahead of waiting news; resolves when it is stored, not when it is sent.
   * With `editing`, the message with that id is changed instead (or sent anew when it is gone). With
   * `asks`, a reply to it decides that.
   */
  post(
    address: Address,
    message: Message,
    options?: { readonly editing?: number; readonly asks?: ReasonQuestion },
  ): Promise<void>;
  /**
   * Shows `message` in the live message `slot` of this address: sent the first time, edited after
   * that. What still waits for the same slot is replaced.
   */
  live(address: Address, slot: string, message: Message): Promise<void>;
  /** Tries at once what could not be sent to this chat: something about it has changed. */
  retry(chatId: number): Promise<void>;
}
