// Logs in memory: by job what was added, and `end`.
import type { LogSink } from '../../src/tails/log-sink.ts';

export interface MemoryLogSink extends LogSink {
  readonly logs: ReadonlyMap<string, readonly string[]>;
}

export function createMemoryLogSink(): MemoryLogSink {
  const logs = new Map<string, string[]>();
  return {
    logs,
    async append(jobId, lines, { isEnd }) {
      const log = logs.get(jobId) ?? [];
      log.push(...lines.map(({ text, level }) => `${level} ${text}`), ...(isEnd ? ['end'] : []));
      logs.set(jobId, log);
    },
  };
}
