// What an inlet on a real Redis needs around it, and what a test asks afterwards: what was journalled,
// buried, logged, counted and said of its health.
import type { Redis } from 'ioredis';
import { decode } from '../../src/dialects/all-dialects.ts';
import type { Decode } from '../../src/intake/decode-all.ts';
import { createIngest, type Ingest } from '../../src/intake/isolate-poison.ts';
import { createReceive, type Receive } from '../../src/intake/receive.ts';
import {
  type Journal,
  type JournalEntry,
  START,
  type StoredDeadLetter,
} from '../../src/journal/journal.ts';
import { createAttempts } from '../../src/redis/dead-letters/attempts.ts';
import { createDeadLetters } from '../../src/redis/dead-letters/dead-letters.ts';
import { createJournal } from '../../src/redis/journal/journal.ts';
import type { Keys } from '../../src/redis/scripts/keys.ts';
import { type Clock, systemClock } from '../../src/runtime/clock.ts';
import { createHealth, type Health } from '../../src/runtime/health.ts';
import { createMetrics, type Metrics } from '../../src/runtime/metrics.ts';
import { createLogBook, type LogBook } from './log-book.ts';
import { waitUntil } from './wait.ts';

export interface IntakeKit {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly journal: Journal;
  readonly receive: Receive;
  readonly ingest: Ingest;
  readonly clock: Clock;
  readonly log: LogBook;
  readonly metrics: Metrics;
  readonly health: Health;
  /** Waits until at least so many events are journalled; answers all of them. */
  journalled(count: number): Promise<JournalEntry[]>;
  /** The oldest first. */
  buried(): Promise<StoredDeadLetter[]>;
  /** How many gaps were counted in this source. */
  gaps(source: string): Promise<number>;
}

interface Options {
  readonly redis: Redis;
  readonly keys: Keys;
  /** Name of the process that the inlet pretends to run in. */
  readonly life?: string;
  readonly decode?: Decode;
  readonly clock?: Clock;
  readonly perJob?: number;
}

const DAY_MS = 86_400_000;
const MANY = 200_000;

export function createIntakeKit(options: Options): IntakeKit {
  const { redis, keys, life = 'life-1', clock = systemClock } = options;
  const limits = { retentionMs: 30 * DAY_MS, perJob: options.perJob ?? MANY };
  const journal = createJournal({ redis, keys, limits, newEpoch: () => 'e', clock: systemClock });
  const log = createLogBook();
  const metrics = createMetrics();
  const receive = createReceive({ decode, ...options, journal, metrics, log, clock });
  const attempts = createAttempts(redis, keys, life);
  return {
    redis,
    keys,
    journal,
    receive,
    ingest: createIngest({ receive, attempts, clock, log }),
    clock,
    log,
    metrics,
    health: createHealth(),
    async journalled(count) {
      const saw = () => redis.xlen(keys.journal);
      await waitUntil(async () => (await saw()) >= count, { saw });
      return readAll(journal);
    },
    async buried() {
      return (await createDeadLetters(redis, keys).list(MANY)).reverse();
    },
    async gaps(source) {
      const lines = (await metrics.text()).split('\n');
      const line = lines.find((text) => text.startsWith(`jobwire_gaps_total{source="${source}"}`));
      return Number(line?.split(' ').at(-1) ?? 0);
    },
  };
}

/** Page by page, since one is bounded. */
async function readAll(journal: Journal): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for (;;) {
    const page = await journal.read(entries.at(-1)?.position ?? START, MANY);
    if (page.length === 0) return entries;
    entries.push(...page);
  }
}
