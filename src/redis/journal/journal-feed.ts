// The live side of the journal: one blocking read a process, shared by all its readers, and none at
// all while nobody listens.
import type { Redis } from 'ioredis';
import {
  type JournalEntry,
  type JournalFeed,
  type Position,
  START,
} from '../../journal/journal.ts';
import type { Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/logger.ts';
import { createLoop } from '../../runtime/loop.ts';
import { createStoredReader, type StoredReader } from '../../runtime/stored/stored-reader.ts';
import type { Keys } from '../scripts/keys.ts';
import { READ_BYTES } from '../scripts/limits.ts';
import { readEntries, type StreamReply } from '../scripts/stream-entries.ts';
import { sizeOf } from './bounded-journal.ts';
import { createReadJournal } from './read-journal.ts';

interface Deps {
  /** A connection of its own, because it blocks. */
  readonly blocking: Redis;
  readonly keys: Keys;
  /** The connection that appends, too: what is asked on it first is answered first. */
  readonly redis: Redis;
  readonly clock: Clock;
  readonly log: Logger;
  readonly reader?: StoredReader;
}

/** Read at once; they weigh no more than about 4 MB. */
const BATCH = 500;
const BLOCK_MS = 1_000;

type Listener = (entries: readonly JournalEntry[]) => void;

export function createJournalFeed(deps: Deps): JournalFeed & Service {
  const read = createRead(deps);
  const listeners = new Set<Listener>();
  /** Where the first of those who follow now begins. */
  let begin: Promise<Position> = Promise.resolve(START);
  let position: Position | undefined;
  let wake = () => {};

  async function round(): Promise<void> {
    if (listeners.size === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      return;
    }
    const from = begin;
    position ??= await from;
    const { entries, last } = await read(position);
    // Everybody left and somebody came meanwhile: they begin at another position.
    if (from !== begin) return;
    position = last ?? position;
    if (entries.length > 0) tell(entries);
  }

  function tell(entries: readonly JournalEntry[]): void {
    for (const listener of [...listeners]) {
      try {
        listener(entries);
      } catch (error) {
        deps.log.error({ reason: messageOf(error) }, 'journal_listener_failed');
      }
    }
  }

  const loop = createLoop({ name: 'journal-feed', clock: deps.clock, log: deps.log }, round);
  return {
    ...loop,
    follow(listener) {
      if (listeners.size === 0) {
        position = undefined;
        begin = newestPosition(deps);
        begin.catch(() => {});
      }
      listeners.add(listener);
      wake();
      return () => listeners.delete(listener);
    },
    async stop() {
      const stopped = loop.stop();
      wake();
      await stopped;
    },
  };
}

/** What is there, and else the next one: only a read that waits can't be bounded by bytes. */
function createRead(deps: Pick<Deps, 'blocking' | 'keys' | 'reader'>) {
  const { blocking, keys, reader = createStoredReader() } = deps;
  const readBounded = createReadJournal(blocking, keys);
  const bounds = { order: 'asc', limit: BATCH, maxBytes: READ_BYTES } as const;
  const answer = (reply: StreamReply) => ({
    entries: weighed(reply, { journal: keys.journal, reader }),
    last: reply.at(-1)?.[0],
  });
  return async (after: Position) => {
    const { entries } = await readBounded({ from: `(${after}`, to: '+', ...bounds });
    if (entries.length > 0) return answer(entries);
    const next = await blocking.xread(
      ...(['COUNT', 1, 'BLOCK', BLOCK_MS, 'STREAMS', keys.journal, after] as const),
    );
    const streams = (next ?? []) as [string, StreamReply][];
    return answer(streams[0]?.[1] ?? []);
  };
}

function weighed(
  reply: StreamReply,
  from: { readonly journal: string; readonly reader: StoredReader },
): JournalEntry[] {
  return reply.flatMap((one) => {
    const sizeBytes = sizeOf(one[1]);
    return readEntries([one], from).map((entry) => ({ ...entry, sizeBytes }));
  });
}

/** Asked at once, so that nothing which is appended after this call can be before the answer. */
async function newestPosition({ redis, keys }: Pick<Deps, 'redis' | 'keys'>): Promise<Position> {
  const [entry] = await redis.xrevrange(keys.journal, '+', '-', 'COUNT', 1);
  return entry?.[0] ?? START;
}
