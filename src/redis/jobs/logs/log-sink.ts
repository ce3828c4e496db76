// Takes the lines of job logs from HTTP and `jobwire run` into the streams that log-stream.ts reads, bounded by number
// and by memory.
import type { Redis } from 'ioredis';
import { LOG_LIMITS, type LogLimits, type LogSink } from '../../../tails/log-sink.ts';
import { expectDone } from '../../scripts/all-done.ts';
import type { Keys } from '../../scripts/keys.ts';
import { DONE } from '../../scripts/replies.ts';
import { loadScript } from '../../scripts/script.ts';
import { logStreamName } from './log-stream-name.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Pick<Keys, 'prefix' | 'journal' | 'ownLog'>;
  readonly limits?: LogLimits;
}

/** Arguments of bound-log.lua. */
interface Bound {
  readonly stream: string;
  readonly owner: string;
  readonly jobBytes: number;
  readonly allBytes: number;
  readonly keptSeconds: number;
}

/** A log that nobody adds to is deleted after this. */
const KEPT_SECONDS = 7 * 86_400;

export function createLogSink({ redis, keys, limits = LOG_LIMITS }: Deps): LogSink {
  const bound = loadScript<Bound, number>(new URL('./bound-log.lua', import.meta.url), DONE);
  const { jobLines, ...weights } = limits;
  return {
    async append(log, lines, { isEnd, owner = log.projectId ?? '' }) {
      const stream = logStreamName(log, keys);
      const writing = redis.multi();
      // Approximately, because that is much cheaper.
      const add = (...fields: string[]) =>
        writing.xadd(stream, 'MAXLEN', '~', jobLines, '*', ...fields);
      for (const { text, level } of lines) add('line', text, 'level', level);
      if (isEnd) add('end', '1');
      expectDone(await writing.exec());
      // By themselves: producers have the right to add, and need not have these.
      await redis.expire(stream, KEPT_SECONDS).catch(() => {});
      const values = { stream, owner, ...weights, keptSeconds: KEPT_SECONDS };
      await bound(redis, { keys, values }).catch(() => {});
    },
  };
}
