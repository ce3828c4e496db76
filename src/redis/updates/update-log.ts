// What became of Telegram's updates, for longer than Telegram keeps them (a day), and those that are
// kept in its place: redis/updates/begin-update.lua.
import type { Redis } from 'ioredis';
import type { Keys } from '../scripts/keys.ts';
import { loadScript } from '../scripts/script.ts';

const MEMORY_MS = 2 * 24 * 3_600_000;

interface ParkedUpdate {
  readonly update_id: number;
}

interface UpdateLog {
  begin(
    updateId: number,
    options?: { readonly despiteDeaths?: boolean },
  ): Promise<{ readonly isHandled: boolean; readonly deaths: number }>;
  end(updateId: number, outcome: 'handled' | 'again' | 'cut-short'): Promise<void>;
  park(updates: readonly ParkedUpdate[]): Promise<void>;
  parked(): Promise<ParkedUpdate[]>;
}

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  /** Names this process, never to be used by another one. */
  readonly instanceId: string;
}

export function createUpdateLog({ redis, keys, instanceId }: Deps): UpdateLog {
  const note = loadScript(new URL('./begin-update.lua', import.meta.url));
  const { parkedUpdates } = keys;
  return {
    async begin(updateId, { despiteDeaths = false } = {}) {
      const reply = await note(redis, {
        keys: [keys.update(updateId), keys.updateTries(updateId)],
        args: [instanceId, despiteDeaths ? '1' : '', MEMORY_MS],
      });
      const [isHandled = 0, deaths = 0] = reply as number[];
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
    async parked() {
      const kept = await redis.hvals(parkedUpdates);
      return kept
        .map((text) => JSON.parse(text) as ParkedUpdate)
        .sort((one, other) => one.update_id - other.update_id);
    },
  };
}
