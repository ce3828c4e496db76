// Keeps what all replicas know of the journal's history: its identities, and a rollback that nobody has
// confirmed yet.
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { decodeRollback, type HistoryFacts, type HistoryStore } from '../../journal/rollback.ts';
import { createStoredReader, type StoredReader } from '../../runtime/stored/stored-reader.ts';
import type { Keys } from '../scripts/keys.ts';
import { DONE } from '../scripts/replies.ts';
import { loadScript } from '../scripts/script.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Pick<Keys, 'prefix' | 'journal' | 'epoch' | 'rollback'>;
  /** Makes the identity of a journal that is begun. */
  readonly newEpoch: () => string;
  readonly reader?: StoredReader;
}

/** What note-rollback.lua takes. */
interface Noted {
  readonly rollback: string;
  readonly from: string;
  readonly to: string;
}

const TEXT = z.string();
const FACTS = z.tuple([TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT], TEXT);
type Facts = z.infer<typeof FACTS>;

/** Nothing is known of it but that it was. */
const UNKNOWN = { lost: [] };

export function createHistory(deps: Deps): HistoryStore {
  const { redis, keys, newEpoch, reader = createStoredReader() } = deps;
  const read = loadScript<{ readonly position: string }, Facts>(
    new URL('./history.lua', import.meta.url),
    FACTS,
  );
  const note = loadScript<Noted, 0 | 1>(new URL('./note-rollback.lua', import.meta.url), DONE);

  return {
    async facts(position) {
      await redis.set(keys.epoch, newEpoch(), 'NX');
      return readFacts(await read(redis, { keys, values: { position } }));
    },
    async note(rollback, { from, to }) {
      const values = { rollback: JSON.stringify(rollback), from, to };
      return (await note(redis, { keys, values })) === 1;
    },
    async open() {
      const text = await redis.get(keys.rollback);
      if (text === null) return undefined;
      return reader.read(decodeRollback, text, { key: keys.rollback }) ?? UNKNOWN;
    },
    async acknowledge() {
      return (await redis.del(keys.rollback)) === 1;
    },
  };
}

function readFacts(reply: Facts): HistoryFacts {
  const [epoch, first, last, deleted, digestAtMark, before, newest, digest, ...succeeds] = reply;
  return {
    ...{ epoch, succeeds, last, first: first || undefined },
    ...(deleted ? { deletedUpTo: deleted } : {}),
    ...(digestAtMark ? { digestAtMark } : {}),
    ...(before ? { before } : {}),
    ...(newest && digest ? { newest: { position: newest, digest } } : {}),
  };
}
