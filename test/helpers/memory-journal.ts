// A journal in memory with its live side, for tests and benchmarks: the same contract as the real
// one, and the faults that a test wants: a late feed, slow or failing reads, forgotten entries.

import { matchesFilter } from '../../src/journal/event-filter.ts';
import {
  type AppendBatch,
  type AppendResult,
  type Candidate,
  type DeadLetter,
  type Journal,
  type JournalEntry,
  type JournalFeed,
  type Position,
  REPEAT_WINDOW_MS,
  START,
} from '../../src/journal/journal.ts';
import { busKeyOf } from '../../src/journal/repeat-key.ts';
import { type Clock, systemClock } from '../../src/runtime/clock.ts';

export interface MemoryJournal {
  readonly journal: Journal;
  readonly feed: JournalFeed;
  /** All that was buried, oldest first. */
  deadLetters(): Promise<readonly DeadLetter[]>;
  /** How many listen to the feed. */
  followers(): number;
  /** Forgets entries up to and with this one, as retention does. */
  forget(upTo: Position): void;
  /** Begins another journal, as after a loss of all data. */
  replace(epoch: string): void;
  /** Forgets the newest entries, as a restored copy does: the journal ends at `last`. */
  rewind(last: Position): void;
  /** The feed keeps back what is appended until the returned function is called. */
  holdFeed(): () => void;
  /** Runs before every read; a rejection fails the read. */
  beforeRead(run: (kind: 'entries' | 'bounds') => Promise<void>): void;
}

interface Options {
  readonly clock?: Pick<Clock, 'now'>;
  readonly epoch?: string;
}

type Listener = (entries: readonly JournalEntry[]) => void;

export function createMemoryJournal(options: Options = {}): MemoryJournal {
  const { clock = systemClock } = options;
  const stands = new Map<string, string>();
  const listeners = new Set<Listener>();
  const buried: DeadLetter[] = [];
  let epoch = options.epoch ?? 'memory';
  let entries: JournalEntry[] = [];
  let last: Position = START;
  let isRepeat = createRepeats();
  let held: JournalEntry[] | undefined;
  let beforeRead: (kind: 'entries' | 'bounds') => Promise<void> = async () => {};

  function commit({ candidates, deadLetters, acknowledgement }: AppendBatch): AppendResult {
    if (acknowledgement !== undefined) {
      const at = stands.get(acknowledgement.source) ?? '';
      if (at !== acknowledgement.from) return { kind: 'moved', at };
      stands.set(acknowledgement.source, acknowledgement.to);
    }
    buried.push(...deadLetters);
    const fresh: JournalEntry[] = [];
    const positions = candidates.map((candidate) => {
      if (isRepeat(candidate)) return undefined;
      last = following(last, clock.now());
      fresh.push({ position: last, event: candidate.event });
      return last;
    });
    for (const entry of fresh) entries.push(entry);
    if (held !== undefined) held.push(...fresh);
    else tell(fresh);
    return { kind: 'appended', positions };
  }

  /** Later than the append, as over a network; in order, since microtasks keep theirs. */
  function tell(fresh: readonly JournalEntry[]): void {
    if (fresh.length === 0) return;
    for (const listener of [...listeners]) {
      queueMicrotask(() => {
        try {
          if (listeners.has(listener)) listener(fresh);
        } catch {
          // A listener that throws is kept.
        }
      });
    }
  }

  return {
    journal: {
      append: async (batch) => commit(batch),
      async read(after, limit) {
        await beforeRead('entries');
        const from = firstAfter(entries, after);
        return entries.slice(from, from + limit);
      },
      async get(positions) {
        const known = new Map(entries.map((entry) => [entry.position, entry]));
        return positions.map((position) => known.get(position));
      },
      async bounds() {
        await beforeRead('bounds');
        return { epoch, first: entries[0]?.position, last };
      },
      async query({ filter, order, limit, after }) {
        const inOrder = order === 'asc' ? entries : [...entries].reverse();
        const isBehind = ({ position }: JournalEntry) =>
          after === undefined ||
          (order === 'asc' ? isAfter(position, after) : isAfter(after, position));
        const found = inOrder.filter(
          (entry) => isBehind(entry) && matchesFilter(filter, entry.event),
        );
        const page = found.slice(0, limit);
        return { entries: page, next: found.length > limit ? page.at(-1)?.position : undefined };
      },
    },
    feed: {
      follow(listener) {
        const own: Listener = (fresh) => listener(fresh);
        listeners.add(own);
        return () => listeners.delete(own);
      },
    },
    deadLetters: async () => [...buried],
    followers: () => listeners.size,
    forget(upTo) {
      entries = entries.slice(firstAfter(entries, upTo));
    },
    replace(next) {
      epoch = next;
      entries = [];
      last = START;
      isRepeat = createRepeats();
    },
    rewind(to) {
      entries = entries.slice(0, firstAfter(entries, to));
      last = to;
    },
    holdFeed() {
      const kept: JournalEntry[] = [];
      held = kept;
      return () => {
        held = undefined;
        tell(kept);
      };
    },
    beforeRead(run) {
      beforeRead = run;
    },
  };
}

function createRepeats(): (candidate: Candidate) => boolean {
  const firstSeen = new Map<string, number>();
  return ({ repeatKey, producerKey, replayOf, arrivedAt, identity, event }) => {
    const before = [identity === 'id' ? producerKey : undefined, replayOf];
    if (before.some((key) => key !== undefined && firstSeen.has(key))) return true;
    const seenAt = firstSeen.get(repeatKey);
    const apartMs = Math.abs(arrivedAt - (seenAt ?? 0));
    const forgotten = identity === 'content' && apartMs > REPEAT_WINDOW_MS;
    if (seenAt !== undefined && !forgotten) return true;
    firstSeen.set(repeatKey, arrivedAt);
    // It may come back from the bus.
    firstSeen.set(busKeyOf(event), arrivedAt);
    return false;
  };
}

function following(last: Position, now: number): Position {
  const [ms = 0, sequence = 0] = last.split('-').map(Number);
  return now > ms ? `${now}-0` : `${ms}-${sequence + 1}`;
}

/** Index of the first entry after a position. */
function firstAfter(entries: readonly JournalEntry[], position: Position): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isAfter(entries[middle]?.position ?? START, position)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function isAfter(a: Position, b: Position): boolean {
  const [msA = 0, sequenceA = 0] = a.split('-').map(Number);
  const [msB = 0, sequenceB = 0] = b.split('-').map(Number);
  return msA === msB ? sequenceA > sequenceB : msA > msB;
}
