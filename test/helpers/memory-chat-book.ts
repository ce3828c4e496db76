// The chats jobwire talks to, in memory.
import type { Chat, ChatBook } from '../../src/audience/chat-book.ts';
import type { MemoryMembers } from './memory-members.ts';

export interface MemoryChatBook extends ChatBook {
  /** All chats as they stand. */
  readonly chats: ReadonlyMap<number, Chat>;
}

interface Deps {
  readonly members: MemoryMembers;
}

export function createMemoryChatBook({ members }: Deps): MemoryChatBook {
  const chats = new Map<number, Chat>();
  let revision = 0;

  async function update(chatId: number, change: (chat: Chat | undefined) => Chat): Promise<Chat> {
    const changed = change(chats.get(chatId));
    chats.set(chatId, changed);
    revision += 1;
    return changed;
  }

  return {
    chats,
    get: async (chatId) => chats.get(chatId),
    update,
    async deactivate(chatId, reason) {
      const chat = chats.get(chatId);
      if (chat !== undefined) await update(chatId, () => ({ ...chat, inactive: reason }));
    },
    audience: async () => ({
      revision: revision + members.revision,
      chats: [...chats.values()],
      members: new Map((await members.all()).map((member) => [member.userId, member])),
    }),
  };
}
