// A folder of jobs with real files, a journal in memory, and whatever reads the one into the other.
import { appendFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RawMessage } from '../../../src/dialects/dialect.ts';
import { parseObject } from '../../../src/dialects/json-text.ts';
import { createFollowedRuns } from '../../../src/files/runs/followed-runs.ts';
import { createIngest, type Ingest } from '../../../src/intake/isolate-poison.ts';
import { createReceive, type Receive } from '../../../src/intake/receive.ts';
import type { AppendBatch, AppendResult } from '../../../src/journal/journal.ts';
import { createHealth } from '../../../src/runtime/health.ts';
import { createMetrics } from '../../../src/runtime/metrics.ts';
import { anEvent } from '../../helpers/events.ts';
import { createLogBook } from '../../helpers/log-book.ts';
import { createManualClock, type ManualClock } from '../../helpers/manual-clock.ts';
import { createMemoryJournal } from '../../helpers/memory-journal.ts';

export interface RunsKit {
  readonly runsDir: string;
  readonly health: ReturnType<typeof createHealth>;
  readonly log: ReturnType<typeof createLogBook>;
  /** What readers are built with, apart from clock and lease. */
  readonly deps: {
    readonly runsDir: string;
    readonly dialect: string;
    readonly receive: Receive;
    readonly ingest: Ingest;
    readonly positions: { read(sources: readonly string[]): Promise<Map<string, string>> };
    readonly log: ReturnType<typeof createLogBook>;
    readonly health: ReturnType<typeof createHealth>;
  };
  /** Position by source, as acknowledged. */
  readonly positions: Map<string, string>;
  /** Every message that was handed on, in order. */
  readonly messages: RawMessage[];
  readonly batches: readonly AppendBatch[];
  deadLetters: ReturnType<typeof createMemoryJournal>['deadLetters'];
  /** The numbers (`n`) of the job's journalled events, in order. */
  numbers(jobId: string): Promise<unknown[]>;
  /** Replaces the journal's append; gets the real one. */
  onAppend(append: (batch: AppendBatch, real: Append) => Promise<AppendResult>): void;
  write(jobId: string, text: string | Buffer): Promise<void>;
  path(jobId: string, name?: string): string;
  remove(): Promise<void>;
}

type Append = (batch: AppendBatch) => Promise<AppendResult>;

export const line = (n: number, fields: object = {}) => `${JSON.stringify({ n, ...fields })}\n`;

export async function createRunsKit(): Promise<RunsKit> {
  const root = await mkdtemp(join(tmpdir(), 'jw-runs-'));
  const runsDir = join(root, 'runs');
  await mkdir(runsDir);
  const { journal, deadLetters } = createMemoryJournal();
  const positions = new Map<string, string>();
  const messages: RawMessage[] = [];
  const batches: AppendBatch[] = [];
  const log = createLogBook();
  const health = createHealth();
  let append: (batch: AppendBatch, real: Append) => Promise<AppendResult> = (batch, real) =>
    real(batch);

  async function commit(batch: AppendBatch): Promise<AppendResult> {
    const result = await journal.append(batch);
    const { acknowledgement } = batch;
    if (result.kind === 'appended' && acknowledgement !== undefined) {
      positions.set(acknowledgement.source, acknowledgement.to);
      batches.push(batch);
    }
    return result;
  }

  const receive = createReceive({
    // Nothing counts as a repeat: whatever is taken twice is seen twice.
    decode: ({ text, about }) => {
      const event = anEvent({ data: parseObject(text), jobId: about?.jobId ?? 'none' });
      return { event, identity: 'id', repeatKey: event.id };
    },
    journal: { append: (batch) => append(batch, commit) },
    metrics: createMetrics(),
    log,
    clock: createManualClock(),
  });
  const kept: Receive = {
    ingest(batch) {
      messages.push(...batch.messages);
      return receive.ingest(batch);
    },
  };
  const attempts = { begin: async () => ({ tries: 1, toIsolate: 0 }) };
  const take = createIngest({ receive: kept, attempts, clock: createManualClock(), log });
  const known = {
    async read(sources: readonly string[]) {
      const found = (source: string) => positions.get(source) ?? [];
      return new Map(sources.flatMap((source) => [found(source)].flat().map((at) => [source, at])));
    },
  };
  return {
    runsDir,
    health,
    log,
    positions,
    messages,
    batches,
    deadLetters,
    deps: {
      runsDir,
      dialect: 'pipeline',
      receive: kept,
      ingest: take,
      positions: known,
      log,
      health,
    },
    async numbers(jobId) {
      const entries = await journal.read('0-0', 1_000_000);
      return entries.filter(({ event }) => event.jobId === jobId).map(({ event }) => event.data.n);
    },
    onAppend(next) {
      append = next;
    },
    async write(jobId, text) {
      await mkdir(join(runsDir, jobId), { recursive: true });
      await appendFile(join(runsDir, jobId, 'events.jsonl'), text);
    },
    path: (jobId, name = 'events.jsonl') => join(runsDir, jobId, name),
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

/** Longer than any job is left alone, and than a rotated file is waited for. */
const LONG_MS = 11_000;
/** Shorter than the folder of jobs, or a rotated file, is left alone. */
const MOMENT_MS = 150;

export interface Follower {
  /** Everything that can be taken in now. */
  look(): Promise<void>;
  /** One round, a moment later: at most one piece of every file. Answers whether there is more. */
  lookOnce(): Promise<boolean>;
  readonly clock: ManualClock;
}

/** Time passes only between looks. A second one on the same kit is a restart. */
export function createFollower({ deps }: RunsKit): Follower {
  const clock = createManualClock();
  const runs = createFollowedRuns({ ...deps, clock });
  async function lookOnce(): Promise<boolean> {
    await clock.advance(MOMENT_MS);
    return runs.visit(async () => true);
  }
  return {
    clock,
    lookOnce,
    async look() {
      // A rotated file is read, found to be at its end, and waited for; and that several times.
      for (let times = 0; times < 7; times += 1) {
        await clock.advance(LONG_MS);
        while (await lookOnce());
      }
    },
  };
}
