// Log lines that a job's runner writes to its stream (bus/televibe-names.ts): fields `line`, optional
// `level` and `ts`; an entry with `end` closes it. What comes over HTTP or from `jobwire run` is written here too.
import type { Redis } from 'ioredis';
import type { LogSink } from '../../tails/log-sink.ts';
import type { LogSource } from '../../tails/log-source.ts';
import { jobLogStream } from '../bus/televibe-names.ts';
import { expectDone } from '../scripts/all-done.ts';
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

/** A log that nobody adds to is deleted after this. */
const KEPT_SECONDS = 7 * 86_400;
/** Of one job; approximately, because that is much cheaper. */
const MAX_LINES = 10_000;

export function createLogSink(redis: Redis): LogSink {
  return {
    async append(jobId, lines, { isEnd }) {
      const stream = jobLogStream(jobId);
      const writing = redis.multi();
      const add = (...fields: string[]) =>
        writing.xadd(stream, 'MAXLEN', '~', MAX_LINES, '*', ...fields);
      for (const { text, level } of lines) add('line', text, 'level', level);
      if (isEnd) add('end', '1');
      expectDone(await writing.exec());
      // By itself: producers have the right to add, and need not have this one.
      await redis.expire(stream, KEPT_SECONDS).catch(() => {});
    },
  };
}
