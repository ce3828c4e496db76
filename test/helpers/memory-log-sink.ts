// Logs in memory: by job what was added, and `end`.
import { LOG_LIMITS, type LogLimits, type LogSink } from '../../src/tails/log-sink.ts';
import type { LogFeed, LogSource } from '../../src/tails/log-source.ts';

export interface MemoryLogSink extends LogSink, LogSource, LogFeed {
  readonly logs: ReadonlyMap<string, readonly string[]>;
}

/** As small as a real one's, so that a test sees several. */
const PART = 100;

export function createMemoryLogSink(limits: LogLimits = LOG_LIMITS): MemoryLogSink {
  const logs = new Map<string, string[]>();
  /** By job, the one that was added to last at the end. */
  const owners = new Map<string, string>();
  const sizeOf = (jobId: string) => Buffer.byteLength((logs.get(jobId) ?? []).join(''));

  function jobsOfHeaviest(): string[] {
    const jobsOf = new Map<string, string[]>();
    for (const [jobId, owner] of owners) jobsOf.set(owner, [...(jobsOf.get(owner) ?? []), jobId]);
    const weight = (jobs: readonly string[]) => jobs.reduce((sum, job) => sum + sizeOf(job), 0);
    return [...jobsOf.values()].sort((a, b) => weight(b) - weight(a))[0] ?? [];
  }

  function bound(jobId: string, log: string[]): void {
    while (log.length > 1 && sizeOf(jobId) > limits.jobBytes) log.shift();
    const sum = () => [...owners.keys()].reduce((bytes, job) => bytes + sizeOf(job), 0);
    while (sum() > limits.allBytes) {
      const [oldest = jobId] = jobsOfHeaviest();
      if (oldest === jobId) return;
      logs.delete(oldest);
      owners.delete(oldest);
    }
  }

  function contentOf(entries: readonly string[]) {
    const lines = entries.filter((one) => one !== 'end').map((one) => one.replace(/^\S+ /, ''));
    return { lines, ended: entries.includes('end') };
  }

  return {
    logs,
    async append(jobId, lines, { isEnd, projectId = '' }) {
      const log = logs.get(jobId) ?? [];
      log.push(...lines.map(({ text, level }) => `${level} ${text}`), ...(isEnd ? ['end'] : []));
      logs.set(jobId, log);
      owners.delete(jobId);
      owners.set(jobId, projectId);
      bound(jobId, log);
    },
    async tail(jobId, lines) {
      const log = logs.get(jobId);
      if (log === undefined) return undefined;
      const { lines: all, ended } = contentOf(log);
      return { lines: all.slice(-lines), ended };
    },
    async beginning(jobId, maxBytes) {
      const log = logs.get(jobId);
      if (log === undefined) return undefined;
      let [first, bytes] = [log.length, 0];
      while (first > 0 && bytes < maxBytes)
        bytes += contentOf([log[--first] ?? '']).lines.join('\n').length + 1;
      return { position: String(first), isCut: first > 0 };
    },
    async read(jobId, start) {
      const log = logs.get(jobId);
      if (log === undefined) return undefined;
      const from =
        start.kind === 'newest'
          ? Math.max(0, log.length - start.lines - 1)
          : Number(start.kind === 'after' ? start.position : 0);
      const end = start.kind === 'newest' ? log.length : Math.min(log.length, from + PART);
      return {
        ...contentOf(log.slice(from, end)),
        position: String(end),
        hasMore: end < log.length,
      };
    },
  };
}
