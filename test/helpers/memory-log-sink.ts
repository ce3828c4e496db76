// Logs in memory: by name what was added, and `end`.
import type { LogName } from '../../src/jobs/log-access.ts';
import { LOG_LIMITS, type LogLimits, type LogSink } from '../../src/tails/log-sink.ts';
import type { LogFeed, LogSource } from '../../src/tails/log-source.ts';

export interface MemoryLogSink extends LogSink, LogSource, LogFeed {
  /** `<job>`, or `<project>/<job>` for a log of that project's own. */
  readonly logs: ReadonlyMap<string, readonly string[]>;
}

function nameOf({ jobId, projectId }: LogName): string {
  return projectId === undefined ? jobId : `${projectId}/${jobId}`;
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
    async append(name, lines, { isEnd, owner = name.projectId ?? '' }) {
      const jobId = nameOf(name);
      const log = logs.get(jobId) ?? [];
      log.push(...lines.map(({ text, level }) => `${level} ${text}`), ...(isEnd ? ['end'] : []));
      logs.set(jobId, log);
      owners.delete(jobId);
      owners.set(jobId, owner);
      bound(jobId, log);
    },
    async tail(name, lines) {
      const log = logs.get(nameOf(name));
      if (log === undefined) return undefined;
      const { lines: all, ended } = contentOf(log);
      return { lines: all.slice(-lines), ended };
    },
    async beginning(name, maxBytes) {
      const log = logs.get(nameOf(name));
      if (log === undefined) return undefined;
      let [first, bytes] = [log.length, 0];
      while (first > 0 && bytes < maxBytes)
        bytes += contentOf([log[--first] ?? '']).lines.join('\n').length + 1;
      return { position: String(first), isCut: first > 0 };
    },
    async read(name, start) {
      const log = logs.get(nameOf(name));
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
