// All jobs that are followed, and when each is looked at again: one of which nothing changes less and
// less often. Times are milliseconds of a clock that never runs backwards, handed in.
import type { Run } from './run.ts';

export interface RunSchedule {
  /** Follows these jobs from now on, and no others. */
  follow(jobIds: readonly string[], now: number): void;
  /** Those to look at now, the one that waits longest first. */
  due(now: number): Run[];
  /** `changedAt`: when something changed; left out when nothing did since the last look. */
  looked(run: Run, now: number, changedAt?: number): void;
  /** It is not looked at before. */
  postpone(run: Run, until: number): void;
  all(): Run[];
}

interface Entry {
  readonly run: Run;
  changedAt: number | undefined;
  dueAt: number;
}

/** A job that was quiet for a minute is looked at a second later. */
const QUIET_SHARE = 60;
const MAX_MS = 10_000;

export function createRunSchedule(createRun: (jobId: string) => Run): RunSchedule {
  const entries = new Map<string, Entry>();
  return {
    follow(jobIds, now) {
      const wanted = new Set(jobIds);
      for (const jobId of entries.keys()) if (!wanted.has(jobId)) entries.delete(jobId);
      for (const jobId of wanted) {
        if (entries.has(jobId)) continue;
        entries.set(jobId, { run: createRun(jobId), changedAt: undefined, dueAt: now });
      }
    },
    due(now) {
      const due = [...entries.values()].filter(({ dueAt }) => dueAt <= now);
      return due.sort((a, b) => a.dueAt - b.dueAt).map(({ run }) => run);
    },
    looked(run, now, changedAt) {
      const entry = entries.get(run.jobId);
      if (entry === undefined) return;
      entry.changedAt = Math.min(now, changedAt ?? entry.changedAt ?? now);
      entry.dueAt = now + Math.min(MAX_MS, (now - entry.changedAt) / QUIET_SHARE);
    },
    postpone(run, until) {
      const entry = entries.get(run.jobId);
      if (entry !== undefined) entry.dueAt = until;
    },
    all: () => [...entries.values()].map(({ run }) => run),
  };
}
