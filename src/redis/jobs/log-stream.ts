// Log lines that a job's runner writes to its stream (bus/televibe-names.ts): fields `line`, optional
// `level` and `ts`; an entry with `end` closes it.
import type { Redis } from 'ioredis';
import type { LogSource } from '../../tails/log-source.ts';
import { jobLogStream } from '../bus/televibe-names.ts';
import { fieldsOf } from '../scripts/stream-entries.ts';

export function createLogStream(redis: Redis): LogSource {
  /** A key of another type is no log: there may be one in another place. */
  async function newestOf(stream: string, count: number) {
    try {
      return await redis.xrevrange(stream, '+', '-', 'COUNT', count);
    } catch (error) {
      if (error instanceof Error && error.message.startsWith('WRONGTYPE')) return [];
      throw error;
    }
  }

  return {
    async tail(jobId, lines) {
      // One more than is shown: the newest may be the end itself.
      const stream = jobLogStream(jobId);
      const newest = await newestOf(stream, lines + 1);
      if (newest.length === 0) return undefined;
      const entries = newest.reverse().map(([, fields]) => fieldsOf(fields));
      const ended = entries.some((entry) => entry.has('end'));
      const texts = entries.flatMap((entry) => entry.get('line') ?? []);
      return { lines: texts.flatMap((text) => text.split(/\r?\n/)).slice(-lines), ended };
    },
  };
}
