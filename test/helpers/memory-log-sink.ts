// Logs in memory: by job what was added, and `end`.
import type { LogSink } from '../../src/tails/log-sink.ts';
import type { LogFeed, LogSource } from '../../src/tails/log-source.ts';

export interface MemoryLogSink extends LogSink, LogSource, LogFeed {
  readonly logs: ReadonlyMap<string, readonly string[]>;
}

/** As small as a real one's, so that a test sees several. */
const PART = 100;

export function createMemoryLogSink(): MemoryLogSink {
  const logs = new Map<string, string[]>();

  function contentOf(entries: readonly string[]) {
    const lines = entries.filter((one) => one !== 'end').map((one) => one.replace(/^\S+ /, ''));
    return { lines, ended: entries.includes('end') };
  }

  return {
    logs,
    async append(jobId, lines, { isEnd }) {
      const log = logs.get(jobId) ?? [];
      log.push(...lines.map(({ text, level }) => `${level} ${text}`), ...(isEnd ? ['end'] : []));
      logs.set(jobId, log);
    },
    async tail(jobId, lines) {
      const log = logs.get(jobId);
      if (log === undefined) return undefined;
      const { lines: all, ended } = contentOf(log);
      return { lines: all.slice(-lines), ended };
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
