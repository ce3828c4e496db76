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
import { TEXTS } from '../scripts/replies.ts';
import { loadScript } from '../scripts/script.ts';
import { fieldsOf, STREAM_REPLY } from '../scripts/stream-entries.ts';

/** Looked at in one call; Redis is busy for that long. */
const LOOKED_AT = 500;

const stages = z.enum(DEAD_LETTER_STAGES).catch('decoding');

/** What list-letters.lua takes. */
interface Listing {
  readonly count: number;
  readonly stage: DeadLetterStage | '';
  readonly onlyIds: boolean;
  readonly bytes: number;
  readonly from: string;
  readonly lookedAt: number;
}

export function createDeadLetters(redis: Redis, keys: Keys): DeadLetters {
  const stream = keys.deadLetters;
  const findLetters = createFind({ redis, keys, items: STREAM_REPLY, onlyIds: false });
  const findIds = createFind({ redis, keys, items: TEXTS, onlyIds: true });

  return {
    async list(limit, stage: DeadLetterStage | '' = '', before = '') {
      const entries = await findLetters(limit, stage, before === '' ? '+' : `(${before}`);
      return entries.map(([id, flat]) => letterOf(id, flat));
    },
    ids: (limit, stage: DeadLetterStage | '' = '') => findIds(limit, stage),
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

interface Find<T> {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly items: z.ZodType<T[]>;
  readonly onlyIds: boolean;
}

/** Page by page, each of a bounded weight. */
function createFind<T>({ redis, keys, items, onlyIds }: Find<T>) {
  const script = loadScript<Listing, [string, T[]]>(
    new URL('./list-letters.lua', import.meta.url),
    z.tuple([z.string(), items]),
  );
  return async (limit: number, stage: DeadLetterStage | '', newest = '+'): Promise<T[]> => {
    const found: T[] = [];
    let from = newest;
    do {
      const count = limit - found.length;
      const bounds = { bytes: READ_BYTES, lookedAt: LOOKED_AT };
      const [last, page] = await script(redis, {
        keys,
        values: { count, stage, onlyIds, from, ...bounds },
      });
      found.push(...page);
      from = last === '' ? '' : `(${last}`;
    } while (from !== '' && found.length < limit);
    return found;
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
