// Moves everything a group had to the supergroup that it became, in one step.
import type { Redis } from 'ioredis';
import type { Waker } from '../deliver/outbox-store.ts';
import type { Keys } from './keys.ts';
import { loadScript } from './script.ts';
import { readWakes } from './wakes.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly waker: Waker;
}

export function createMoveChat({ redis, keys, waker }: Deps) {
  const move = loadScript('base', 'outbox', 'move-chat');
  return async (from: number, to: number): Promise<void> => {
    const args = [keys.prefix, from, to];
    const reply = (await move(redis, { keys: [keys.journal], args })) as string[];
    for (const { chatId, delayMs } of readWakes(reply)) waker.wake(chatId, delayMs);
  };
}
