// Looks up what became of a group: move-chat.lua notes it.
import type { Redis } from 'ioredis';
import type { Keys } from '../scripts/keys.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Pick<Keys, 'movedChats'>;
}

/** Of a group that became a supergroup, that one; else the chat itself. A supergroup never moves again. */
export function createCurrentChat({ redis, keys }: Deps) {
  return async (chatId: number): Promise<number> => {
    const moved = await redis.hget(keys.movedChats, String(chatId));
    return moved === null ? chatId : Number(moved);
  };
}
