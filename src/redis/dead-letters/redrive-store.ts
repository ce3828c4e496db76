// Keeps deliver's RedriveStore: redis/dead-letters/redrive.lua.
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Waker } from '../../deliver/outbox-store.ts';
import type { RedriveStore } from '../../deliver/undelivered/redrive-store.ts';
import { defined } from '../../runtime/defined.ts';
import { itemNameIn, payloadIn } from '../people/item-address.ts';
import type { Keys } from '../scripts/keys.ts';
import { TEXTS } from '../scripts/replies.ts';
import { loadScript } from '../scripts/script.ts';
import { readWakes } from '../scripts/wakes.ts';
import { windowKey, writeEntry } from '../scripts/window-entry.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly waker: Waker;
}

interface Plan {
  readonly letter: string;
  readonly window?: object;
  readonly item?: object;
}

const REPLY = z.union([z.literal('outdated'), TEXTS]);

export function createRedriveStore({ redis, keys, waker }: Deps): RedriveStore {
  const script = loadScript<Plan, z.infer<typeof REPLY>>(
    new URL('./redrive.lua', import.meta.url),
    REPLY,
  );

  async function run(values: Plan): Promise<'queued' | 'outdated'> {
    const reply = await script(redis, { keys, values });
    if (reply === 'outdated') return reply;
    for (const { chatId, delayMs } of readWakes(reply)) waker.wake(chatId, delayMs);
    return 'queued';
  }

  return {
    async toWindow(letter, { address, isAlerts, entries, ...window }) {
      const written = {
        address: windowKey({ address, isAlerts }),
        entries: entries.map(writeEntry),
      };
      await run({ letter, window: { ...window, ...written } });
    },
    toQueue(letter, { chatId, name: former, payload }) {
      const name = itemNameIn(former, chatId);
      const sent = payload !== undefined && name !== former ? payloadIn(payload) : payload;
      return run({ letter, item: { name, chat: String(chatId), ...defined({ payload: sent }) } });
    },
  };
}
