// Stores selections: a hash each, which expires.
import type { Redis } from 'ioredis';
import {
  decodeKeys,
  decodeListed,
  type Selection,
  type Selections,
} from '../../../approvals/selections.ts';
import type { Clock } from '../../../runtime/clock.ts';
import { createStoredReader, type StoredReader } from '../../../runtime/stored/stored-reader.ts';
import type { Keys } from '../../scripts/keys.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Pick<Keys, 'selection'>;
  readonly clock: Pick<Clock, 'token'>;
  readonly reader?: StoredReader;
}

const TOKEN_BYTES = 16;
const KEPT_SECONDS = 86_400;

export function createSelections(deps: Deps): Selections {
  const { redis, keys, clock, reader = createStoredReader() } = deps;
  async function get(token: string): Promise<Selection | undefined> {
    const key = keys.selection(token);
    const { user, ids, name = '', locale = '', shown, ...places } = await redis.hgetall(key);
    if (user === undefined || ids === undefined) return undefined;
    const requests = reader.read(decodeListed, ids, { key, field: 'ids' });
    if (requests === undefined) return undefined;
    const picked = Object.keys(places).filter((place) => places[place] === '1');
    return {
      token,
      userId: Number(user),
      userName: name,
      locale,
      requests,
      shown: (shown && reader.read(decodeKeys, shown, { key, field: 'shown' })) || [],
      picked: picked.map(Number).sort((a, b) => a - b),
    };
  }

  function write(token: string, fields: Record<string, string | number>) {
    const key = keys.selection(token);
    return redis.multi().hset(key, fields).expire(key, KEPT_SECONDS).exec();
  }

  return {
    get,
    async create(owner, requests) {
      const token = clock.token(TOKEN_BYTES);
      const { userId: user, userName: name, locale } = owner;
      await write(token, { user, name, locale, ids: JSON.stringify(requests) });
      return { token, ...owner, requests, picked: [], shown: [] };
    },
    async pick(token, place, isPicked) {
      if ((await get(token))?.requests[place] === undefined) return undefined;
      await write(token, { [place]: isPicked ? 1 : 0 });
      return get(token);
    },
  };
}
