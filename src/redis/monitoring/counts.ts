// Keeps monitoring's Counts: a list of JSON, of which the newest are kept while no jobwire runs.
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Count, Counts } from '../../monitoring/counted-elsewhere.ts';
import type { Keys } from '../scripts/keys.ts';

const MAX_KEPT = 10_000;
const TAKEN_AT_ONCE = 500;

const countSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('event'),
    type: z.string(),
    projectId: z.string().optional(),
    seconds: z.number(),
  }),
  z.object({ kind: z.literal('approval'), status: z.string() }),
]);

export function createCounts(redis: Redis, { counts }: Keys): Counts {
  return {
    async add(count) {
      const added = redis.multi().rpush(counts, JSON.stringify(count));
      await added.ltrim(counts, -MAX_KEPT, -1).exec();
    },
    async drain() {
      const taken = (await redis.lpop(counts, TAKEN_AT_ONCE)) ?? [];
      return taken.map((text): Count => countSchema.parse(JSON.parse(text)));
    },
  };
}
