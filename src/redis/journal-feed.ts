// The live side of the journal: one blocking read a process, shared by all its readers, and none at
// all while nobody listens.
import type { Redis } from 'ioredis';
import type { Clock } from '../clock.ts';
import { messageOf } from '../errors.ts';
import { type JournalEntry, type JournalFeed, type Position, START } from '../journal/journal.ts';
import type { Service } from '../lifecycle.ts';
import type { Logger } from '../logger.ts';
import { createLoop } from '../loop.ts';
import type { Keys } from './keys.ts';
import { readEntries, type StreamReply } from './stream-entries.ts';

interface Deps {
  /** A connection of its own, because it blocks. */
  readonly blocking: Redis;
  readonly keys: Keys;
  /** The connection that appends, too: what is asked on it first is answered first. */
  readonly redis: Redis;
  readonly clock: Clock;
  readonly log: Logger;
}

const BATCH = 500;
const BLOCK_MS = 1_000;

type Listener = (entries: readonly JournalEntry[]) => void;

export function createJournalFeed(deps: Deps): JournalFeed & Service {
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
    const entries = await read(position);
    // Everybody left and somebody came meanwhile: they begin at another place.
    if (from !== begin) return;
    position = entries.at(-1)?.position ?? position;
    if (entries.length > 0) tell(entries);
  }

  async function read(after: Position): Promise<JournalEntry[]> {
    const reply = await deps.blocking.xread(
      ...(['COUNT', BATCH, 'BLOCK', BLOCK_MS, 'STREAMS', deps.keys.journal, after] as const),
    );
    const streams = (reply ?? []) as [string, StreamReply][];
    return readEntries(streams[0]?.[1] ?? []);
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

/** Asked at once, so that nothing which is appended after this call can be before the answer. */
async function newestPosition({ redis, keys }: Pick<Deps, 'redis' | 'keys'>): Promise<Position> {
  const [entry] = await redis.xrevrange(keys.journal, '+', '-', 'COUNT', 1);
  return entry?.[0] ?? START;
}
