// Follows the links between the things of deliveries (journal/events.lua).
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { createDecoder } from '../../runtime/stored/decoder.ts';
import { createStoredReader } from '../../runtime/stored/stored-reader.ts';
import { indexName } from '../journal/event-lines.ts';
import type { Keys } from '../scripts/keys.ts';

/** As long a chain as journal/events.lua follows. */
export const MAX_CHAIN = 16;

/** Where each name leads. */
export type FollowLinks = (names: readonly string[]) => Promise<ReadonlyMap<string, string>>;

const decodeName = createDecoder('link of a thing', z.string());

export function createFollowLinks(
  redis: Redis,
  keys: Keys,
  reader = createStoredReader(),
): FollowLinks {
  return async (names) => {
    const unique = [...new Set(names)];
    if (unique.length === 0) return new Map();
    const found = await redis.mget(unique.map((name) => keys.link(indexName(name))));
    return new Map(
      unique.flatMap((name, at) => {
        const text = found[at] ?? undefined;
        const place = { key: keys.link(indexName(name)) };
        const to = text === undefined ? text : reader.read(decodeName, `"${text}"`, place);
        return to === undefined ? [] : [[name, to] as const];
      }),
    );
  };
}
