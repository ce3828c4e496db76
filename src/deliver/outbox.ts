// Contract of the outbox: one queue per chat, shared by all replicas. Approvals go before replies, replies before
// news, and a newer edit replaces one that is still queued.
import type { ReasonQuestion } from '../approvals/approval-store.ts';
import type { ShownList } from '../approvals/selections.ts';
import type { Address } from '../audience/chat-book.ts';
import type { WholeLogWish } from '../jobs/whole-log.ts';
import type { Message } from '../message/message.ts';

export interface Outbox {
  /**
   * Queues one message ahead of waiting news; resolves when it is stored, not when it is sent.
   * With `editing`, the message with that id is edited instead (or a new one sent if it is gone). With `asks`, a
   * reply to it answers that question. With `list`, it shows a list, which is kept up to date from then on.
   */
  post(
    address: Address,
    message: Message,
    options?: {
      readonly editing?: number;
      readonly asks?: ReasonQuestion;
      readonly list?: ShownList;
    },
  ): Promise<void>;
  /**
   * Shows `message` in the live message `slot` of this address: sent the first time, edited after that. Replaces
   * what is still queued for the same slot.
   */
  live(address: Address, slot: string, message: Message): Promise<void>;
  /** Queues the whole log of a job, which is read when it is sent. One waits for each job and address. */
  wholeLog(address: Address, wish: WholeLogWish): Promise<void>;
  /**
   * Looks at once at what could not be sent to this chat, waits while it is left alone, or is muted there, because
   * something about it has changed.
   */
  retry(chatId: number): Promise<void>;
}
