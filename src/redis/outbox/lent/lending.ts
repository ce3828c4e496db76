// Items that are sent beside the visits to their chat: who sends them, and until when.
import type { Redis } from 'ioredis';
import type { OutboxStore } from '../../../deliver/outbox-store.ts';
import type { Keys } from '../../scripts/keys.ts';
import { COUNT, DONE } from '../../scripts/replies.ts';
import { loadScript } from '../../scripts/script.ts';

interface Lent {
  readonly chat: string;
  readonly item: string;
  readonly ms: number;
  readonly by: string;
}

/** As lend.lua says it. */
const ELSEWHERE = -2;

export function createLending(
  redis: Redis,
  keys: Keys,
): Pick<OutboxStore, 'lend' | 'keepLent' | 'takeBack'> {
  const file = (name: string) => new URL(name, import.meta.url);
  const lend = loadScript<Lent & { fence: string }, number>(file('./lend.lua'), COUNT);
  const keep = loadScript<Lent, number>(file('./keep.lua'), DONE);
  const takeBack = loadScript<Lent, number>(file('./take-back.lua'), DONE);
  return {
    async lend({ chatId, fence }, { name: item }, { ms, by = '' }) {
      const values = { chat: String(chatId), fence, item, ms, by };
      const tries = await lend(redis, { keys, values });
      if (tries === ELSEWHERE) return 'elsewhere';
      return tries < 0 ? undefined : tries;
    },
    async keepLent({ address, name: item }, { ms, by }) {
      const values = { chat: String(address.chatId), item, ms, by };
      return (await keep(redis, { keys, values })) === 1;
    },
    async takeBack({ address, name: item }, { by, againInMs: ms = -1 }) {
      const values = { chat: String(address.chatId), item, ms: Math.ceil(ms), by };
      return (await takeBack(redis, { keys, values })) === 1;
    },
  };
}
