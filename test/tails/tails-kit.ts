// Tails over memory, a clock that stands still, and logs that a test writes.
import { expect } from 'vitest';
import type { Outbox } from '../../src/deliver/outbox.ts';
import type { Job, JobStatus } from '../../src/jobs/job-board.ts';
import { readableLogs } from '../../src/jobs/log-access.ts';
import type { Notice } from '../../src/message/notice.ts';
import type { Service } from '../../src/runtime/lifecycle.ts';
import { createTails } from '../../src/tails/create-tails.ts';
import type { LogSource, LogTail } from '../../src/tails/log-source.ts';
import type { Tail, Tails } from '../../src/tails/tail.ts';
import type { LogsOfTail } from '../../src/tails/tail-access.ts';
import { createTailScreen } from '../../src/tails/tail-screen.ts';
import { createLogBook } from '../helpers/log-book.ts';
import { createManualClock } from '../helpers/manual-clock.ts';
import { createMemoryLease } from '../helpers/memory-lease.ts';
import { createMemoryTailStore } from '../helpers/memory-tail-store.ts';
import { createRecordingOutbox } from '../helpers/recording-outbox.ts';

export const ANA = { chatId: 1001 };
export const GROUP = { chatId: -5 };

export type TailsKit = ReturnType<typeof createTailsKit>;

export function createTailsKit() {
  const clock = createManualClock();
  const log = createLogBook();
  const lease = createMemoryLease();
  const outbox = createRecordingOutbox();
  /** What the outbox takes only later, by a word of its text. */
  const heldUp = new Map<string, Promise<void>>();
  const slowOutbox: Outbox = {
    ...outbox,
    async live(address, slot, message) {
      await outbox.live(address, slot, message);
      for (const [word, over] of heldUp) if (message.body.text.includes(word)) await over;
    },
  };
  const store = createMemoryTailStore();
  const statuses = new Map<string, JobStatus>();
  const logs = new Map<string, () => Promise<LogTail | undefined>>();
  const revoked = new Set<string>();
  const internal = new Set<string>();
  /** Jobs of other projects with these ids. */
  const others = new Map<string, readonly Job[]>();
  const logsOf: LogsOfTail = async ({ jobId }, jobs) =>
    revoked.has(jobId) ? undefined : readableLogs(jobs, (job) => job.visibility === 'public')?.logs;
  const replicas: Service[] = [];
  /** What each replica told the metrics last. */
  const counts: number[] = [];

  const source: LogSource = {
    // By id alone.
    tail: async ({ jobId, projectId }, lines) => {
      const found = projectId === undefined ? await logs.get(jobId)?.() : undefined;
      return found === undefined ? undefined : { ...found, lines: found.lines.slice(-lines) };
    },
  };

  function jobOf(id: string): Job {
    const status = statuses.get(id) ?? 'running';
    const at = '2026-03-02T09:00:00.000Z';
    const facts = { id, status, projectId: 'a', title: '', startedAt: at, updatedAt: at };
    return { ...facts, visibility: internal.has(id) ? 'internal' : 'public' };
  }

  async function startReplica(sources: readonly LogSource[] = [source]): Promise<Tails & Service> {
    const board = { find: async (jobId: string) => [jobOf(jobId), ...(others.get(jobId) ?? [])] };
    const render = (notice: Notice, locale: string) => [
      { body: { text: JSON.stringify({ ...notice, locale }), spans: [] }, silent: true },
    ];
    const number = replicas.length;
    const metrics = {
      tails(count: number) {
        counts[number] = count;
      },
      tailAsked() {},
    };
    const screen = createTailScreen({
      store,
      sources,
      board,
      logsOf,
      outbox: slowOutbox,
      render,
      clock,
    });
    const deps = { store, screen, clock, log, metrics, intervalMs: 2_000 };
    const replica = createTails({ ...deps, lease: lease.replica() });
    replicas.push(replica);
    await replica.start();
    await clock.advance(0);
    return replica;
  }

  return {
    clock,
    log,
    lease,
    outbox,
    store,
    statuses,
    logs,
    counts,
    /** Jobs whose tails may no longer be shown. */
    revoked,
    /** Jobs that are not for everybody any more. */
    internal,
    others,
    startReplica,
    /** This is the log of the job from now on. */
    writes(jobId: string, ...lines: string[]): void {
      logs.set(jobId, async () => ({ lines, ended: false }));
    },
    /** What says this word is shown, but the outbox answers only when the returned function is called. */
    holdUp(word: string): () => void {
      let release = () => {};
      heldUp.set(word, new Promise((resolve) => (release = resolve)));
      return () => release();
    },
    /** The log changes with every look at it; answers how often somebody looked. */
    changesAlways(jobId: string): () => number {
      let reads = 0;
      logs.set(jobId, async () => {
        reads += 1;
        return { lines: [String(reads)], ended: false };
      });
      return () => reads;
    },
    async open(tails: Tails, fields: Partial<Tail> = {}): Promise<'opened' | 'full'> {
      const usual = { address: ANA, jobId: 'j1', by: 1001, lines: 20, locale: 'en' };
      const opened = await tails.open({ ...usual, openedAt: clock.now(), ...fields });
      await clock.advance(0);
      return opened;
    },
    /** What was said (of one job), as `<job> <state> <lines>`. */
    said(job = ''): string[] {
      const all = outbox.posted.map(({ message }) => {
        const { jobId, state, lines } = JSON.parse(message.body.text);
        return [jobId, state, ...lines].join(' ');
      });
      return all.filter((text) => text.startsWith(job));
    },
    slots: () => new Set(outbox.posted.map(({ slot }) => slot)).size,
    async end(): Promise<void> {
      for (const replica of replicas) await replica.stop();
      expect(clock.pending).toBe(0);
    },
  };
}
