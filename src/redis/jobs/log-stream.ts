// Log lines in streams: fields `line`, optional `level` and `ts`; an entry with `end` closes it. A job's runner writes
// to the stream of its id (bus/televibe-names.ts); what comes over HTTP or from `jobwire run` is in streams too (logs/).
import type { Redis } from 'ioredis';
import type { LogName } from '../../jobs/log-access.ts';
import type { LogBeginning, LogFeed, LogSource, LogStart } from '../../tails/log-source.ts';
import type { Keys } from '../scripts/keys.ts';
import { fieldsOf } from '../scripts/stream-entries.ts';
import { logStreamName } from './logs/log-stream-name.ts';

type Entry = readonly [id: string, fields: string[]];

/** Entries read at once: each may hold a line of 8,192 characters. */
const PART_ENTRIES = 100;

export function createLogStream(redis: Redis, keys: Pick<Keys, 'ownLog'>): LogSource & LogFeed {
  const nameOf = (log: LogName) => logStreamName(log, keys);
  return {
    async tail(log, lines) {
      const newest = await newestOf(redis, nameOf(log), lines);
      if (newest.length === 0) return undefined;
      const { texts, ended } = contentOf(newest);
      return { lines: texts.slice(-lines), ended };
    },
    beginning: (log, maxBytes) => beginningOf(redis, nameOf(log), maxBytes),
    async read(log, start) {
      const stream = nameOf(log);
      const isNewest = start.kind === 'newest';
      const entries = isNewest
        ? await newestOf(redis, stream, start.lines)
        : await nextOf(redis, stream, start);
      const last = entries.at(-1)?.[0];
      if (last === undefined && start.kind !== 'after') return undefined;
      const { texts: lines, ended } = contentOf(entries);
      const position = last ?? (start.kind === 'after' ? start.position : '');
      return { lines, ended, position, hasMore: !isNewest && entries.length === PART_ENTRIES };
    },
  };
}

/** Oldest first. One more than is shown: the newest may be the end itself. */
async function newestOf(redis: Redis, stream: string, lines: number): Promise<Entry[]> {
  const found = await unlessOtherType(redis.xrevrange(stream, '+', '-', 'COUNT', lines + 1));
  return found.reverse();
}

/** Before the first entry of any stream. */
const FIRST = '0-0';

/** Goes back from the end, because the size of a stream is known only by reading it. */
async function beginningOf(
  redis: Redis,
  stream: string,
  maxBytes: number,
): Promise<LogBeginning | undefined> {
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
  stream: string,
  start: Exclude<LogStart, { kind: 'newest' }>,
): Promise<Entry[]> {
  const from = start.kind === 'after' ? `(${start.position}` : '-';
  return unlessOtherType(redis.xrange(stream, from, '+', 'COUNT', PART_ENTRIES));
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
