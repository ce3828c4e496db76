// Keeps monitoring's Counts: a list of JSON, of which the newest are kept while no jobwire runs.
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Counts } from '../../monitoring/counted-elsewhere.ts';
import { createDecoder } from '../../runtime/stored/decoder.ts';
import { createStoredReader, type StoredReader } from '../../runtime/stored/stored-reader.ts';
import type { Keys } from '../scripts/keys.ts';

const MAX_KEPT = 10_000;
const TAKEN_AT_ONCE = 500;

const countSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('event'),
    type: z.string(),
    projectId: z.string().exactOptional(),
    seconds: z.number(),
  }),
  z.object({
    kind: z.literal('approval'),
    status: z.string(),
    settled: z.object({ via: z.string(), seconds: z.number() }).exactOptional(),
  }),
]);

export const decodeCount = createDecoder('count', countSchema);

export function createCounts(
  redis: Redis,
  keys: Keys,
  reader: StoredReader = createStoredReader(),
): Counts {
  const key = keys.counts;
  return {
    async add(count) {
      const added = redis.multi().rpush(key, JSON.stringify(count));
      await added.ltrim(key, -MAX_KEPT, -1).exec();
    },
    async drain() {
      const taken = (await redis.lpop(key, TAKEN_AT_ONCE)) ?? [];
      return taken.flatMap((text) => reader.read(decodeCount, text, { key }) ?? []);
    },
  };
}
