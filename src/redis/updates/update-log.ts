// What became of Telegram's updates, for longer than Telegram keeps them (a day), and those that are
// kept in its place: redis/updates/begin-update.lua.
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { createDecoder } from '../../runtime/stored/decoder.ts';
import { createStoredReader, type StoredReader } from '../../runtime/stored/stored-reader.ts';
import type { Keys } from '../scripts/keys.ts';
import { loadScript } from '../scripts/script.ts';

const MEMORY_MS = 2 * 24 * 3_600_000;

/** The rest is Telegram's, and checked by whoever handles it. */
const updateSchema = z.object({ update_id: z.int() }).readonly();
type ParkedUpdate = z.infer<typeof updateSchema>;

export const decodeUpdate = createDecoder('update', updateSchema);

interface UpdateLog {
  begin(
    updateId: number,
    options?: { readonly despiteDeaths?: boolean },
  ): Promise<{ readonly isHandled: boolean; readonly deaths: number }>;
  end(updateId: number, outcome: 'handled' | 'again' | 'cut-short'): Promise<void>;
  park(updates: readonly ParkedUpdate[]): Promise<void>;
  keep(update: ParkedUpdate): Promise<void>;
  parked(isKnown?: (updateId: number) => boolean): Promise<ParkedUpdate[]>;
}

/** What begin-update.lua takes. */
interface Beginning {
  readonly update: string;
  readonly instance: string;
  readonly despiteDeaths: boolean;
  readonly memoryMs: number;
}

/** What keep-update.lua takes. */
interface Keeping {
  readonly update: string;
}

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  /** Names this process, never to be used by another one. */
  readonly instanceId: string;
  readonly reader?: StoredReader;
}

export function createUpdateLog(deps: Deps): UpdateLog {
  const { redis, keys, instanceId, reader = createStoredReader() } = deps;
  const note = loadScript<Beginning, [number, number]>(
    new URL('./begin-update.lua', import.meta.url),
    z.tuple([z.number(), z.number()]),
  );
  const keep = loadScript<Keeping, number>(
    new URL('./keep-update.lua', import.meta.url),
    z.number(),
  );
  const { parkedUpdates } = keys;
  return {
    async begin(updateId, { despiteDeaths = false } = {}) {
      const update = String(updateId);
      const values = { update, instance: instanceId, despiteDeaths, memoryMs: MEMORY_MS };
      const [isHandled, deaths] = await note(redis, { keys, values });
      return { isHandled: isHandled === 1, deaths };
    },
    async end(updateId, outcome) {
      const step = redis.multi();
      if (outcome === 'handled') step.set(keys.update(updateId), '1', 'PX', MEMORY_MS);
      step.del(keys.updateTries(updateId));
      if (outcome !== 'cut-short') step.hdel(parkedUpdates, String(updateId));
      for (const [error] of (await step.exec()) ?? []) if (error !== null) throw error;
    },
    async park(updates) {
      const fields = updates.flatMap((one) => [String(one.update_id), JSON.stringify(one)]);
      if (fields.length > 0) await redis.hset(parkedUpdates, ...fields);
    },
    async keep(update) {
      const values = { update: String(update.update_id) };
      await keep(redis, { keys, values, rest: [JSON.stringify(update)] });
    },
    async parked(isKnown = () => false) {
      const ids = await redis.hkeys(parkedUpdates);
      const fields = ids.filter((id) => !isKnown(Number(id)));
      if (fields.length === 0) return [];
      const texts = await redis.hmget(parkedUpdates, ...fields);
      return fields
        .flatMap((field, at) => {
          const text = texts[at];
          // It was handled meanwhile.
          if (text === null || text === undefined) return [];
          return reader.read(decodeUpdate, text, { key: parkedUpdates, field }) ?? [];
        })
        .sort((one, other) => one.update_id - other.update_id);
    },
  };
}
