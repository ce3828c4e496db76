// Remembers what was handed to the outbox. It answers nothing, so there is nothing that it could answer otherwise
// than the real one.
import type { ReasonQuestion } from '../../src/approvals/approval-store.ts';
import type { Address } from '../../src/audience/chat-book.ts';
import type { Outbox } from '../../src/deliver/outbox.ts';
import type { WholeLogWish } from '../../src/jobs/whole-log.ts';
import type { Message } from '../../src/message/message.ts';
import { inTime } from './wait.ts';

export interface Posted {
  readonly address: Address;
  readonly message: Message;
  /** Message that is to be changed. */
  readonly editing?: number;
  /** What the answer to it decides. */
  readonly asks?: ReasonQuestion;
  /** Live message that is to be shown or changed. */
  readonly slot?: string;
}

export interface RecordingOutbox extends Outbox {
  readonly posted: readonly Posted[];
  /** Logs that were asked for as files. */
  readonly wholeLogs: readonly { readonly address: Address; readonly wish: WholeLogWish }[];
  /** Chats that were to be tried again at once. */
  readonly retried: readonly number[];
  /** Resolves with the post of this number (from 0), now or when it comes. */
  nth(index: number): Promise<Posted>;
}

export function createRecordingOutbox(): RecordingOutbox {
  const posted: Posted[] = [];
  const wholeLogs: { address: Address; wish: WholeLogWish }[] = [];
  const retried: number[] = [];
  const waiting: { index: number; resolve: (posted: Posted) => void }[] = [];

  function add(one: Posted): void {
    const index = posted.push(one) - 1;
    for (const waiter of waiting) if (waiter.index === index) waiter.resolve(one);
  }

  return {
    posted,
    async post(address, message, options = {}) {
      add({ address, message, ...options });
    },
    async live(address, slot, message) {
      add({ address, message, slot });
    },
    async wholeLog(address, wish) {
      wholeLogs.push({ address, wish });
    },
    wholeLogs,
    async retry(chatId) {
      retried.push(chatId);
    },
    retried,
    nth(index) {
      const there = posted[index];
      if (there !== undefined) return Promise.resolve(there);
      const come = new Promise<Posted>((resolve) => waiting.push({ index, resolve }));
      return inTime(come, `post ${index}`, { saw: () => posted });
    },
  };
}
