// Keeps what all replicas know of the journal's history: its identities, and a rollback that nobody has
// confirmed yet.
import type { Redis } from 'ioredis';
import { decodeRollback, type HistoryFacts, type HistoryStore } from '../../journal/rollback.ts';
import { createStoredReader, type StoredReader } from '../../runtime/stored/stored-reader.ts';
import type { Keys } from '../scripts/keys.ts';
import { loadScript } from '../scripts/script.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Pick<Keys, 'journal' | 'epoch' | 'formerEpochs' | 'rollback'>;
  /** Makes the identity of a journal that is begun. */
  readonly newEpoch: () => string;
  readonly reader?: StoredReader;
}

/** Nothing is known of it but that it was. */
const UNKNOWN = { lost: [] };

export function createHistory(deps: Deps): HistoryStore {
  const { redis, keys, newEpoch, reader = createStoredReader() } = deps;
  const read = loadScript(new URL('./history.lua', import.meta.url));
  const note = loadScript(new URL('./note-rollback.lua', import.meta.url));

  return {
    async facts(position) {
      await redis.set(keys.epoch, newEpoch(), 'NX');
      const names = [keys.journal, keys.epoch, keys.formerEpochs];
      return readFacts((await read(redis, { keys: names, args: [position] })) as string[]);
    },
    async note(rollback, { from, to }) {
      const names = [keys.rollback, keys.epoch, keys.formerEpochs];
      const args = [JSON.stringify(rollback), from, to];
      return (await note(redis, { keys: names, args })) === 1;
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

function readFacts(reply: readonly string[]): HistoryFacts {
  const [epoch = '', first, last = '', deleted, digestAtMark, before, newest, digest, ...succeeds] =
    reply;
  return {
    ...{ epoch, succeeds, last, first: first || undefined },
    ...(deleted ? { deletedUpTo: deleted } : {}),
    ...(digestAtMark ? { digestAtMark } : {}),
    ...(before ? { before } : {}),
    ...(newest && digest ? { newest: { position: newest, digest } } : {}),
  };
}
