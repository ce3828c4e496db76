// All followed jobs, and when each is visited again: the longer one is quiet, the less often. Times are milliseconds
// of a monotonic clock.
import type { Run } from './run.ts';

export interface RunSchedule {
  /** Follows exactly these jobs from now on. */
  follow(jobIds: readonly string[], now: number): void;
  /** Those to visit now, longest overdue first. */
  due(now: number): Run[];
  /** `changedAt`: when it changed; absent if it has not since the last visit. */
  visited(run: Run, now: number, changedAt?: number): void;
  /** Not visited before `until`. */
  postpone(run: Run, until: number): void;
  all(): Run[];
}

interface Entry {
  readonly run: Run;
  changedAt: number | undefined;
  dueAt: number;
}

/** A job that was quiet for a minute is visited again a second later. */
const QUIET_SHARE = 60;
const MAX_PAUSE_MS = 10_000;

export function createRunSchedule(createRun: (jobId: string) => Run): RunSchedule {
  const entries = new Map<string, Entry>();
  return {
    follow(jobIds, now) {
      const current = new Set(jobIds);
      for (const jobId of entries.keys()) if (!current.has(jobId)) entries.delete(jobId);
      for (const jobId of current) {
        if (entries.has(jobId)) continue;
        entries.set(jobId, { run: createRun(jobId), changedAt: undefined, dueAt: now });
      }
    },
    due(now) {
      const due = [...entries.values()].filter(({ dueAt }) => dueAt <= now);
      return due.sort((a, b) => a.dueAt - b.dueAt).map(({ run }) => run);
    },
    visited(run, now, changedAt) {
      const entry = entries.get(run.jobId);
      if (entry === undefined) return;
      entry.changedAt = Math.min(now, changedAt ?? entry.changedAt ?? now);
      entry.dueAt = now + Math.min(MAX_PAUSE_MS, (now - entry.changedAt) / QUIET_SHARE);
    },
    postpone(run, until) {
      const entry = entries.get(run.jobId);
      if (entry !== undefined) entry.dueAt = until;
    },
    all: () => [...entries.values()].map(({ run }) => run),
  };
}
