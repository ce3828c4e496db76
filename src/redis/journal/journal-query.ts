// Answers queries from the indexes of the journal (redis/journal/events.lua): the positions that all indexes
// share, then the events at them, until a page is full.
import type { Redis } from 'ioredis';
import { matchesPattern } from '../../event/event-pattern.ts';
import { type EventFilter, matchesFilter } from '../../journal/event-filter.ts';
import type {
  Journal,
  JournalEntry,
  JournalPage,
  JournalQuery,
  Position,
} from '../../journal/journal.ts';
import { comparePositions } from '../../journal/position.ts';
import type { StoredReader } from '../../runtime/stored/stored-reader.ts';
import type { Keys } from '../scripts/keys.ts';
import { READ_BYTES } from '../scripts/limits.ts';
import { TEXTS } from '../scripts/replies.ts';
import { loadScript, type Script } from '../scripts/script.ts';
import { type BoundedJournal, createBoundedJournal, type Weighed } from './bounded-journal.ts';
import { indexName } from './event-lines.ts';
import { createJobIndexes, type Index, type JobIndexes } from './job-indexes.ts';
import { createTimes, type TimeSpan } from './journal-times.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly reader: StoredReader;
}

interface Found extends Weighed {
  /** Where looking goes on; `undefined` when there is nothing more. */
  readonly resume: Position | undefined;
}

/** Index entries that one call reads; Redis is busy for a few milliseconds with that many. */
const BUDGET = 5_000;
/** Events loaded at once. */
const CHUNK = 200;
/** A pattern over more types than this is looked up event by event. */
const MAX_TYPES = 100;

/** A position has to be in one index of each group. */
type Groups = readonly (readonly Index[])[];

export function createQuery(deps: Deps): Journal['query'] {
  const { redis, keys } = deps;
  const bounded = createBoundedJournal(deps);
  const find = loadScript<Lookup, string[]>(new URL('./query.lua', import.meta.url), TEXTS);
  const times = createTimes(redis, keys);
  const jobIndexes = createJobIndexes(deps);

  return async (query) => {
    const { filter, order, limit, after, maxBytes = READ_BYTES } = query;
    const groups = await groupsOf(filter, deps, jobIndexes);
    const look = (span: TimeSpan): Promise<Found> =>
      groups.length === 0
        ? everything(span, order, bounded)
        : shared(find, { span, order, groups, bounded }, deps);
    const isWanted = ({ position, event }: JournalEntry) =>
      position !== after && matchesFilter(filter, event);
    const page = createPage(limit, maxBytes);
    let rest = narrowed(await times.spanOf(filter), query);
    while (rest !== undefined && !page.isFull()) {
      const found = await look(rest);
      for (const entry of found.entries) {
        if (isWanted(entry)) page.add(entry, found.sizes.get(entry.position) ?? 0);
      }
      rest = found.resume === undefined ? undefined : beginningAt(rest, found.resume, order);
    }
    return page.done();
  };
}

/** One page: it is full when there is one entry more than it holds. */
function createPage(limit: number, maxBytes: number) {
  const entries: JournalEntry[] = [];
  let bytes = 0;
  let isMore = false;
  return {
    isFull: () => isMore,
    add(entry: JournalEntry, size: number): void {
      bytes += size;
      isMore ||= entries.length >= limit || (entries.length > 0 && bytes > maxBytes);
      if (!isMore) entries.push(entry);
    },
    done: (): JournalPage => ({ entries, next: isMore ? entries.at(-1)?.position : undefined }),
  };
}

function beginningAt(span: TimeSpan, position: Position, order: JournalQuery['order']): TimeSpan {
  return order === 'asc' ? { ...span, low: position } : { ...span, high: position };
}

/** Inclusive; the position itself, which the page before ended with, is left out later. */
function narrowed(
  span: TimeSpan | undefined,
  { order, after }: JournalQuery,
): TimeSpan | undefined {
  if (span === undefined || after === undefined) return span;
  const end = order === 'asc' ? span.low : span.high;
  const isInside = comparePositions(after, end) * (order === 'asc' ? 1 : -1) > 0;
  return isInside ? beginningAt(span, after, order) : span;
}

async function groupsOf(filter: EventFilter, deps: Deps, ofJob: JobIndexes): Promise<Groups> {
  const { keys } = deps;
  const stream = (kind: string, name: string): Index => ['stream', keys.index(kind, name)];
  const { projectIds, sessionId, jobId, types } = filter;
  const groups: (readonly Index[])[] = [];
  const job = jobId === undefined ? undefined : await ofJob(jobId, projectIds);
  if (job !== undefined) groups.push(job.indexes);
  if (sessionId !== undefined) groups.push([stream('session', indexName(sessionId))]);
  if (projectIds !== undefined && !job?.isInProjects) {
    const names = projectIds.map(indexName);
    groups.push(names.flatMap((name) => [stream('project', name), ['set', keys.lateOf(name)]]));
  }
  if (types !== undefined && !types.includes('*')) {
    const known = await deps.redis.smembers(keys.types);
    const wanted = known.filter((type) => types.some((pattern) => matchesPattern(pattern, type)));
    if (wanted.length <= MAX_TYPES) groups.push(wanted.map((type) => stream('type', type)));
  }
  return groups;
}

/** What query.lua takes. */
interface Lookup extends TimeSpan {
  readonly order: JournalQuery['order'];
  readonly limit: number;
  readonly budget: number;
  readonly groups: Groups;
}

interface Search {
  readonly span: TimeSpan;
  readonly order: JournalQuery['order'];
  readonly groups: Groups;
  readonly bounded: BoundedJournal;
}

async function shared(
  find: Script<Lookup, string[]>,
  { span, order, groups, bounded }: Search,
  { redis, keys }: Deps,
): Promise<Found> {
  const values = { order, ...span, limit: CHUNK, budget: BUDGET, groups };
  const [resume, ...positions] = await find(redis, { keys, values });
  const { count, ...loaded } = await bounded.load(positions);
  return { ...loaded, resume: positions[count] ?? (resume || undefined) };
}

/** Without an index to ask, the journal itself is read. */
async function everything(
  { low, high }: TimeSpan,
  order: JournalQuery['order'],
  bounded: BoundedJournal,
): Promise<Found> {
  const [from, to] = order === 'asc' ? [low, high] : [high, low];
  const { isMore, last, ...found } = await bounded.read({ from, to, order, limit: CHUNK });
  return { ...found, resume: isMore && last !== undefined ? `(${last}` : undefined };
}
