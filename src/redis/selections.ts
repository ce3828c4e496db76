// Keeps selections: a hash each, which forgets itself.
import type { Redis } from 'ioredis';
import type { Selection, Selections } from '../approvals/selections.ts';
import type { Clock } from '../clock.ts';
import type { Keys } from './keys.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Pick<Keys, 'selection'>;
  readonly clock: Pick<Clock, 'token'>;
}

const TOKEN_BYTES = 16;
const KEPT_SECONDS = 86_400;

export function createSelections({ redis, keys, clock }: Deps): Selections {
  async function get(token: string): Promise<Selection | undefined> {
    const { user, ids, ...places } = await redis.hgetall(keys.selection(token));
    if (user === undefined || ids === undefined) return undefined;
    const picked = Object.keys(places).filter((place) => places[place] === '1');
    return {
      token,
      userId: Number(user),
      approvalIds: JSON.parse(ids) as string[],
      picked: picked.map(Number).sort((a, b) => a - b),
    };
  }

  function write(token: string, fields: Record<string, string | number>) {
    const key = keys.selection(token);
    return redis.multi().hset(key, fields).expire(key, KEPT_SECONDS).exec();
  }

  return {
    get,
    async create(userId, approvalIds) {
      const token = clock.token(TOKEN_BYTES);
      await write(token, { user: userId, ids: JSON.stringify(approvalIds) });
      return { token, userId, approvalIds, picked: [] };
    },
    async pick(token, place, isPicked) {
      if ((await get(token))?.approvalIds[place] === undefined) return undefined;
      await write(token, { [place]: isPicked ? 1 : 0 });
      return get(token);
    },
  };
}
