// Reads and clears the stream of dead letters. They are written by lua/append.lua.
import type { Redis } from 'ioredis';
import type { BuriedLetter, DeadLetters } from '../journal/journal.ts';
import type { Keys } from './keys.ts';
import { fieldsOf } from './stream-entries.ts';

export function createDeadLetters(redis: Redis, { deadLetters: stream }: Keys): DeadLetters {
  return {
    async list(limit) {
      const entries = await redis.xrevrange(stream, '+', '-', 'COUNT', limit);
      return entries.map(([id, flat]) => letterOf(id, flat));
    },
    async get(id) {
      if (!/^\d{1,15}-\d{1,15}$/.test(id)) return undefined;
      const [entry] = await redis.xrange(stream, id, id);
      return entry === undefined ? undefined : letterOf(...entry);
    },
    async drop(id) {
      return /^\d{1,15}-\d{1,15}$/.test(id) && (await redis.xdel(stream, id)) === 1;
    },
    count: () => redis.xlen(stream),
  };
}

function letterOf(id: string, flat: readonly string[]): BuriedLetter {
  const fields = fieldsOf(flat);
  const field = (name: string) => fields.get(name) ?? '';
  return {
    id,
    source: field('source'),
    entryId: field('entry_id'),
    raw: field('raw'),
    reason: field('reason'),
    attempts: Number(field('attempts')),
    failedAt: new Date(Number(field('failed_at'))).toISOString(),
  };
}
