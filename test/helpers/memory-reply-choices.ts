// Reply choices in memory.
import type {
  ReplyChoices,
  ReplyMeaning,
  RequestReply,
} from '../../src/approvals/reply-choices.ts';

export interface MemoryReplyChoices extends ReplyChoices {
  /** All are too old from now on. */
  expire(): void;
}

export function createMemoryReplyChoices(): MemoryReplyChoices {
  const kept = new Map<string, { readonly reply: RequestReply; meaning?: ReplyMeaning }>();
  let count = 0;
  return {
    expire: () => kept.clear(),
    async create(reply) {
      count += 1;
      const token = `reply-choice-number-${count}`;
      kept.set(token, { reply });
      return token;
    },
    get: async (token) => kept.get(token)?.reply,
    async choose(token, meaning) {
      const choice = kept.get(token);
      if (choice === undefined) return undefined;
      choice.meaning ??= meaning;
      return choice.meaning;
    },
  };
}
