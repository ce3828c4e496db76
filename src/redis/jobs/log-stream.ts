// Log lines that a job's runner writes to its stream (bus/televibe-names.ts): fields `line`, optional
// `level` and `ts`; an entry with `end` closes it. What comes over HTTP or from `jobwire run` is in them too (logs/).
import type { Redis } from 'ioredis';
import type { LogBeginning, LogFeed, LogSource, LogStart } from '../../tails/log-source.ts';
import { jobLogStream } from '../bus/televibe-names.ts';
import { fieldsOf } from '../scripts/stream-entries.ts';

type Entry = readonly [id: string, fields: string[]];

/** Entries read at once: each may hold a line of 8,192 characters. */
const PART_ENTRIES = 100;

export function createLogStream(redis: Redis): LogSource & LogFeed {
  return {
    async tail(jobId, lines) {
      const newest = await newestOf(redis, jobId, lines);
      if (newest.length === 0) return undefined;
      const { texts, ended } = contentOf(newest);
      return { lines: texts.slice(-lines), ended };
    },
    beginning: (jobId, maxBytes) => beginningOf(redis, jobId, maxBytes),
    async read(jobId, start) {
      const isNewest = start.kind === 'newest';
      const entries = isNewest
        ? await newestOf(redis, jobId, start.lines)
        : await nextOf(redis, jobId, start);
      const last = entries.at(-1)?.[0];
      if (last === undefined && start.kind !== 'after') return undefined;
      const { texts: lines, ended } = contentOf(entries);
      const position = last ?? (start.kind === 'after' ? start.position : '');
      return { lines, ended, position, hasMore: !isNewest && entries.length === PART_ENTRIES };
    },
  };
}

/** Oldest first. One more than is shown: the newest may be the end itself. */
async function newestOf(redis: Redis, jobId: string, lines: number): Promise<Entry[]> {
  const stream = jobLogStream(jobId);
  const found = await unlessOtherType(redis.xrevrange(stream, '+', '-', 'COUNT', lines + 1));
  return found.reverse();
}

/** Before the first entry of any stream. */
const FIRST = '0-0';

/** Goes back from the end, because the size of a stream is known only by reading it. */
async function beginningOf(
  redis: Redis,
  jobId: string,
  maxBytes: number,
): Promise<LogBeginning | undefined> {
  const stream = jobLogStream(jobId);
  let [oldest, bytes] = ['', 0];
  while (bytes < maxBytes) {
    const to = oldest === '' ? '+' : `(${oldest}`;
    const page = await unlessOtherType(redis.xrevrange(stream, to, '-', 'COUNT', PART_ENTRIES));
    const last = page.at(-1)?.[0];
    if (last === undefined) return oldest === '' ? undefined : { position: FIRST, isCut: false };
    oldest = last;
    bytes += contentOf(page).texts.reduce((sum, text) => sum + Buffer.byteLength(text) + 1, 0);
  }
  return { position: oldest, isCut: true };
}

function nextOf(
  redis: Redis,
  jobId: string,
  start: Exclude<LogStart, { kind: 'newest' }>,
): Promise<Entry[]> {
  const from = start.kind === 'after' ? `(${start.position}` : '-';
  return unlessOtherType(redis.xrange(jobLogStream(jobId), from, '+', 'COUNT', PART_ENTRIES));
}

/** A key of another type is no log: there may be one in another place. */
async function unlessOtherType(entries: Promise<Entry[]>): Promise<Entry[]> {
  try {
    return await entries;
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('WRONGTYPE')) return [];
    throw error;
  }
}

function contentOf(found: readonly Entry[]) {
  const entries = found.map(([, fields]) => fieldsOf(fields));
  const texts = entries.flatMap((entry) => entry.get('line') ?? []);
  return {
    texts: texts.flatMap((text) => text.split(/\r?\n/)),
    ended: entries.some((entry) => entry.has('end')),
  };
}
