// Stores standing approvals: redis/standing/standings.lua has the layout and the invariant.
import type { Redis } from 'ioredis';
import { z } from 'zod';
import {
  decodeStanding,
  type EndOfStanding,
  type StandingApproval,
} from '../../approvals/standing/standing.ts';
import type { InForce, StandingStore } from '../../approvals/standing/standing-store.ts';
import { createStoredReader, type StoredReader } from '../../runtime/stored/stored-reader.ts';
import type { Keys } from '../scripts/keys.ts';
import { loadScript } from '../scripts/script.ts';
import { withinName, withinNames } from './given-values.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly reader?: StoredReader;
}

interface Which {
  readonly which: 'all' | 'alike' | 'one';
  readonly of: string;
}

interface OfStanding {
  readonly id: string;
}

type Ended = OfStanding & { readonly ending: string };
type Forgotten = OfStanding & {
  readonly approval: string;
  readonly like: string;
  readonly within: readonly string[];
  readonly timeIsOver: string;
};

const TEXT = z.string();
const FOUND = z.array(z.tuple([TEXT, TEXT, TEXT]));
const OVER = z.array(z.tuple([TEXT, TEXT]));
const DONE = z.union([z.literal(0), z.literal(1)]);

function loadScripts() {
  const load = <Values extends object, Reply>(file: string, reply: z.ZodType<Reply>) =>
    loadScript<Values, Reply>(new URL(file, import.meta.url), reply);
  return {
    read: load<Which, z.infer<typeof FOUND>>('./read.lua', FOUND),
    end: load<Ended, 0 | 1>('./end.lua', DONE),
    endedSince: load<{ within: readonly string[]; at: string }, 0 | 1>('./ended-since.lua', DONE),
    ended: load<object, z.infer<typeof OVER>>('./ended.lua', OVER),
    forget: load<Forgotten, 0 | 1>('./forget.lua', DONE),
  };
}

export function createStandingStore(deps: Deps): StandingStore {
  const { redis, keys, reader = createStoredReader() } = deps;
  const scripts = loadScripts();

  /** What can't be read counts for nothing. */
  function decode(id: string, text: string): StandingApproval | undefined {
    return reader.read(decodeStanding, text, { key: keys.standings, field: id });
  }

  async function read(values: Which): Promise<readonly InForce[]> {
    const found = await scripts.read(redis, { keys, values });
    const inForce = found.flatMap(([id, text, uses]) => {
      const standing = decode(id, text);
      return standing === undefined ? [] : [{ standing, uses: Number(uses) }];
    });
    return inForce.sort((one, other) => (one.standing.givenAt < other.standing.givenAt ? -1 : 1));
  }

  return {
    inForce: () => read({ which: 'all', of: '' }),
    alike: (like) => read({ which: 'alike', of: like }),
    get: async (id) => (await read({ which: 'one', of: id }))[0],
    async end(id, ending: EndOfStanding) {
      const values = { id, ending: JSON.stringify(ending) };
      return (await scripts.end(redis, { keys, values })) === 1;
    },
    async hasEndedSince(within, at) {
      if (within.length === 0) return false;
      const values = { within: within.map(withinName), at };
      return (await scripts.endedSince(redis, { keys, values })) === 1;
    },
    async ended() {
      const over = await scripts.ended(redis, { keys, values: {} });
      return over.flatMap(([id, text]) => decode(id, text) ?? []);
    },
    async forget(standing, at) {
      const timeIsOver = JSON.stringify({ why: 'time', at } satisfies EndOfStanding);
      const { id, approvalId: approval, like } = standing;
      const values = { id, approval, like, within: withinNames(standing), timeIsOver };
      await scripts.forget(redis, { keys, values });
    },
    held: () => redis.zrange(keys.heldApprovals, '0', '-1'),
  };
}
