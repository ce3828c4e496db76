// What messages tell, in memory.
import type { MessageOrigin, MessageOrigins } from '../../src/deliver/origins.ts';

export function createMemoryOrigins(): MessageOrigins {
  const noted = new Map<string, MessageOrigin>();
  return {
    async note(chatId, messageId, origin) {
      noted.set(`${chatId} ${messageId}`, origin);
    },
    of: async (chatId, messageId) => noted.get(`${chatId} ${messageId}`),
  };
}
