// Finds the live cards of jobs that have said nothing for a while.
import type { Redis } from 'ioredis';
import type { Waker } from '../../../deliver/outbox-store.ts';
import type { SilentCards } from '../../../deliver/visits/sweeper.ts';
import type { Keys } from '../../scripts/keys.ts';
import { TEXTS } from '../../scripts/replies.ts';
import { loadScript } from '../../scripts/script.ts';
import { readWakes } from '../../scripts/wakes.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly waker: Pick<Waker, 'wake'>;
}

export function createSilentCards({ redis, keys, waker }: Deps): SilentCards {
  const check = loadScript<{ limit: number }, string[]>(
    new URL('./check.lua', import.meta.url),
    TEXTS,
  );
  return {
    async check(limit) {
      const flat = await check(redis, { keys, values: { limit } });
      for (const { chatId, delayMs } of readWakes(flat)) waker.wake(chatId, delayMs);
    },
  };
}
