// Reads and clears the stream of dead letters. They are written by redis/journal/append.lua.
import type { Redis } from 'ioredis';
import { z } from 'zod';
import {
  DEAD_LETTER_STAGES,
  type DeadLetterStage,
  type DeadLetters,
  type StoredDeadLetter,
} from '../../journal/journal.ts';
import type { Keys } from '../scripts/keys.ts';
import { READ_BYTES } from '../scripts/limits.ts';
import { loadScript } from '../scripts/script.ts';
import { fieldsOf } from '../scripts/stream-entries.ts';

/** Looked at in one call; Redis is busy for that long. */
const LOOKED_AT = 500;

const stages = z.enum(DEAD_LETTER_STAGES).catch('decoding');

export function createDeadLetters(redis: Redis, { deadLetters: stream }: Keys): DeadLetters {
  const find = loadScript(new URL('./list-letters.lua', import.meta.url));

  /** Page by page, each of a bounded weight. */
  async function all<T>(limit: number, stage: string, onlyIds: boolean): Promise<T[]> {
    const found: T[] = [];
    let from = '+';
    do {
      const args = [
        ...[limit - found.length, stage, onlyIds ? '1' : '', READ_BYTES],
        ...[from, LOOKED_AT],
      ];
      const reply = (await find(redis, { keys: [stream], args })) as [string, T[]];
      found.push(...reply[1]);
      from = reply[0] === '' ? '' : `(${reply[0]}`;
    } while (from !== '' && found.length < limit);
    return found;
  }

  return {
    async list(limit, stage: DeadLetterStage | '' = '') {
      const entries = await all<[string, string[]]>(limit, stage, false);
      return entries.map(([id, flat]) => letterOf(id, flat));
    },
    ids: (limit, stage: DeadLetterStage | '' = '') => all<string>(limit, stage, true),
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

function letterOf(id: string, flat: readonly string[]): StoredDeadLetter {
  const fields = fieldsOf(flat);
  const field = (name: string) => fields.get(name) ?? '';
  return {
    id,
    source: field('source'),
    entryId: field('entry_id'),
    raw: field('raw'),
    reason: field('reason'),
    attempts: countIn(field('attempts')) ?? 1,
    stage: stages.parse(field('stage')),
    failedAt: new Date(countIn(field('failed_at')) ?? addedAt(id)).toISOString(),
  };
}

/** A letter is shown whatever somebody wrote into it. */
function countIn(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** Redis gave the id out when the letter was added, in epoch milliseconds; an id may have any number. */
function addedAt(id: string): number {
  return countIn(id.split('-')[0] ?? '') ?? 0;
}
