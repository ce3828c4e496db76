// Keeps deliver's AlertStore: alerts.lua.
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { AlertStore } from '../../../deliver/alert-store.ts';
import type { Waker } from '../../../deliver/outbox-store.ts';
import { defined } from '../../../runtime/defined.ts';
import { createDecoder } from '../../../runtime/stored/decoder.ts';
import { createStoredReader } from '../../../runtime/stored/stored-reader.ts';
import type { Keys } from '../../scripts/keys.ts';
import { TEXTS } from '../../scripts/replies.ts';
import { loadScript } from '../../scripts/script.ts';
import { readWakes } from '../../scripts/wakes.ts';

const decodeSeen = createDecoder(
  'note that a failure was seen',
  z.object({ name: z.string(), at: z.string() }).readonly(),
);

const FIELDS = ['seen', 'fixed', 'parts', 'part_of'] as const;

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly waker: Waker;
}

export function createAlertStore({ redis, keys, waker }: Deps): AlertStore {
  const script = loadScript<{ position: string; seen: string }, string[]>(
    new URL('./see.lua', import.meta.url),
    TEXTS,
  );
  const reader = createStoredReader();
  return {
    async get(position) {
      const key = keys.alert(position);
      const [seen, fixedAt, parts, partOf] = await redis.hmget(key, ...FIELDS);
      const known = seen ? reader.read(decodeSeen, seen, { key, field: 'seen' }) : undefined;
      return defined({
        seen: known,
        fixedAt: fixedAt ?? undefined,
        parts: parts?.split(' '),
        partOf: partOf ?? undefined,
      });
    },
    async see(position, seen) {
      const values = { position, seen: JSON.stringify(seen) };
      const [first, ...flat] = await script(redis, { keys, values });
      for (const { chatId, delayMs } of readWakes(flat)) waker.wake(chatId, delayMs);
      return first === 'seen';
    },
  };
}
