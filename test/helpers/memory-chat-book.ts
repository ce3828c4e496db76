// The chats jobwire talks to, in memory.
import type { Audience, Chat, ChatBook } from '../../src/audience/chat-book.ts';
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
  let changes = 0;
  let known: Audience | undefined;

  async function update(chatId: number, change: (chat: Chat | undefined) => Chat): Promise<Chat> {
    const stored = chats.get(chatId);
    const changed = change(stored);
    if (JSON.stringify(changed) === JSON.stringify(stored)) return changed;
    chats.set(chatId, changed);
    changes += 1;
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
    async audience() {
      const revision = changes + members.revision;
      if (known?.revision !== revision) {
        const people = (await members.all()).map((member) => [member.userId, member] as const);
        known = { revision, chats: [...chats.values()], members: new Map(people) };
      }
      return known;
    },
  };
}
