// Finds out what became of a stream while nobody read it: trimmed beyond what was read, about which Redis says
// nothing, or deleted and recreated.
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { START } from '../../journal/journal.ts';
import { comparePositions } from '../../journal/position.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import type { Keys } from '../scripts/keys.ts';
import { TEXTS } from '../scripts/replies.ts';
import { loadScript } from '../scripts/script.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'gapSeen'>;
  /** The names of the streams may be shown to anybody. */
  readonly isNamed: boolean;
  /** Under which gaps are counted where the names may not be shown. */
  readonly pattern: string;
}

export interface TrimWatch {
  /**
   * Compares where reading goes on ('' or 0-0: never read) with what each stream holds. Returns those that
   * were recreated: they gave out smaller ids than were read, so they have to be read from their beginning.
   */
  look(positions: ReadonlyMap<string, string>): Promise<ReadonlySet<string>>;
  /** Only those that were recreated; what was trimmed is not reported. */
  findRemade(positions: ReadonlyMap<string, string>): Promise<ReadonlySet<string>>;
  /** Entries of it behind this position were trimmed before they were read. */
  lost(stream: string, position: string): void;
  /** For people: what was lost, or nothing. */
  detail(): string;
}

interface Facts {
  readonly length: number;
  readonly first: string;
  readonly last: string;
  readonly deleted: string;
}

const STREAMS_AT_ONCE = 200;

export function createTrimWatch(deps: Deps): TrimWatch {
  const { log, metrics, isNamed, pattern } = deps;
  const trimmed = new Set<string>();
  /** Reported once, though it may take a while until there is something to read. */
  const reported = new Map<string, string>();
  const read = createReadFacts(deps);

  function lost(stream: string, position: string): void {
    trimmed.add(stream);
    metrics.gapSeen(isNamed ? stream : pattern);
    log.warn({ stream, position }, 'stream_trimmed_before_read');
  }

  function remadeAt(stream: string, position: string): void {
    if (reported.get(stream) === position) return;
    reported.set(stream, position);
    log.info({ stream, position }, 'stream_made_anew');
  }

  return {
    lost,
    async look(positions) {
      const remade = new Set<string>();
      for await (const { stream, position, facts } of read(positions)) {
        if (isRemade(position, facts)) remade.add(stream);
        if (isRemade(position, facts)) remadeAt(stream, position);
        else if (isTrimmed(position, facts)) lost(stream, position);
      }
      return remade;
    },
    async findRemade(positions) {
      const remade = new Set<string>();
      for await (const { stream, position, facts } of read(positions)) {
        if (!isRemade(position, facts)) continue;
        remade.add(stream);
        remadeAt(stream, position);
      }
      return remade;
    },
    detail() {
      if (trimmed.size === 0) return '';
      const some = trimmed.size === 1 ? '1 stream' : `${trimmed.size} streams`;
      const names = isNamed ? [...trimmed].join(', ') : some;
      return `entries of ${names} were deleted before they were read; they are lost here`;
    },
  };
}

/** Of streams that were read before and are streams still. */
function createReadFacts({ redis, keys }: Deps) {
  const factsOf = loadScript<{ readonly streams: readonly string[] }, string[][]>(
    new URL('./stream-facts.lua', import.meta.url),
    z.array(TEXTS),
  );
  return async function* read(positions: ReadonlyMap<string, string>) {
    const known = [...positions].filter(([, at]) => at !== '' && at !== START);
    for (let from = 0; from < known.length; from += STREAMS_AT_ONCE) {
      const some = known.slice(from, from + STREAMS_AT_ONCE);
      const streams = some.map(([stream]) => stream);
      const reply = await factsOf(redis, { keys, values: { streams } });
      for (const [at, [stream, position]] of some.entries()) {
        const [length, first = '', last = '', deleted = ''] = reply[at] ?? [];
        if (last !== '')
          yield { stream, position, facts: { length: Number(length), first, last, deleted } };
      }
    }
  };
}

function isRemade(position: string, { last }: Facts): boolean {
  return comparePositions(last, position) < 0;
}

/**
 * Only XDEL moves the greatest deleted id. Trimmed is what lies before the first entry: then all that was
 * read went first.
 */
function isTrimmed(position: string, { length, first, last, deleted }: Facts): boolean {
  const next = length === 0 ? last : first;
  const isDeleted = comparePositions(deleted, position);
  return isDeleted > 0 || (isDeleted < 0 && comparePositions(next, position) > 0);
}
