// Answers queries from the indexes of the journal (lua/events.lua): the positions that all indexes
// share, then the events at them, until a page is full.
import type { Redis } from 'ioredis';
import { matchesPattern } from '../event/event-pattern.ts';
import { type EventFilter, matchesFilter } from '../journal/event-filter.ts';
import type { Journal, JournalEntry, JournalQuery, Position } from '../journal/journal.ts';
import { comparePositions } from '../journal/position.ts';
import { indexName } from './event-lines.ts';
import { createJobIndexes, type JobIndexes } from './job-indexes.ts';
import { createTimes, type Span } from './journal-times.ts';
import type { Keys } from './keys.ts';
import { withLateProjects } from './late-projects.ts';
import { loadScript, type Script } from './script.ts';
import { readEntries, type StreamReply } from './stream-entries.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
}

interface Found {
  readonly entries: readonly JournalEntry[];
  /** Where looking goes on; `undefined` when there is nothing more. */
  readonly resume: Position | undefined;
}

/** Index entries that one call reads; Redis is busy for a few milliseconds with that many. */
const BUDGET = 5_000;
/** Events loaded at once. */
const CHUNK = 200;
/** A pattern over more types than this is looked up event by event. */
const MOST_TYPES = 100;

/** Names of indexes; a position has to be in one of each group. */
type Groups = readonly (readonly string[])[];

export function createQuery(deps: Deps): Journal['query'] {
  const { redis, keys } = deps;
  const find = loadScript('base', 'query');
  const times = createTimes(redis, keys);
  const jobIndexes = createJobIndexes(deps);

  return async (query) => {
    const { filter, order, limit, after } = query;
    const groups = await groupsOf(filter, deps, jobIndexes);
    const look = (span: Span): Promise<Found> =>
      groups.length === 0
        ? everything(span, order, deps)
        : shared(find, { span, order, groups }, deps);
    const isWanted = ({ position, event }: JournalEntry) =>
      position !== after && matchesFilter(filter, event);
    const entries: JournalEntry[] = [];
    let rest = narrowed(await times.spanOf(filter), query);
    // One more than the page holds tells whether there is another page.
    while (rest !== undefined && entries.length <= limit) {
      const found = await look(rest);
      entries.push(...found.entries.filter(isWanted));
      rest = found.resume === undefined ? undefined : beginningAt(rest, found.resume, order);
    }
    const page = entries.slice(0, limit);
    return { entries: page, next: entries.length > limit ? page.at(-1)?.position : undefined };
  };
}

function beginningAt(span: Span, position: Position, order: JournalQuery['order']): Span {
  return order === 'asc' ? { ...span, low: position } : { ...span, high: position };
}

/** Inclusive; the position itself, which the page before ended with, is left out later. */
function narrowed(span: Span | undefined, { order, after }: JournalQuery): Span | undefined {
  if (span === undefined || after === undefined) return span;
  const end = order === 'asc' ? span.low : span.high;
  const isInside = comparePositions(after, end) * (order === 'asc' ? 1 : -1) > 0;
  return isInside ? beginningAt(span, after, order) : span;
}

async function groupsOf(filter: EventFilter, deps: Deps, ofJob: JobIndexes): Promise<Groups> {
  const { projectIds, sessionId, jobId, types } = filter;
  const groups: (readonly string[])[] = [];
  const job = jobId === undefined ? undefined : await ofJob(jobId, projectIds);
  if (job !== undefined) groups.push(job.names);
  if (sessionId !== undefined) groups.push([`ix:session:${indexName(sessionId)}`]);
  if (projectIds !== undefined && !job?.isInProjects) {
    const names = projectIds.map(indexName);
    groups.push(names.flatMap((name) => [`ix:project:${name}`, `late:${name}`]));
  }
  if (types !== undefined && !types.includes('*')) {
    const known = await deps.redis.smembers(deps.keys.types);
    const wanted = known.filter((type) => types.some((pattern) => matchesPattern(pattern, type)));
    if (wanted.length <= MOST_TYPES) groups.push(wanted.map((type) => `ix:type:${type}`));
  }
  return groups;
}

async function shared(
  find: Script,
  { span, order, groups }: { span: Span; order: JournalQuery['order']; groups: Groups },
  deps: Deps,
): Promise<Found> {
  const { redis, keys } = deps;
  const args = [
    ...[keys.prefix, order, span.low, span.high, CHUNK, BUDGET, groups.length],
    ...groups.flatMap((names) => [names.length, ...names]),
  ];
  const reply = (await find(redis, { keys: [keys.journal], args })) as string[];
  const [resume, ...positions] = reply;
  return { entries: await load(positions, deps), resume: resume || undefined };
}

/** Without an index to ask, the journal itself is read. */
async function everything(
  { low, high }: Span,
  order: JournalQuery['order'],
  { redis, keys }: Deps,
): Promise<Found> {
  const reply =
    order === 'asc'
      ? await redis.xrange(keys.journal, low, high, 'COUNT', CHUNK)
      : await redis.xrevrange(keys.journal, high, low, 'COUNT', CHUNK);
  const last = reply.length < CHUNK ? undefined : reply.at(-1)?.[0];
  const entries = await withLateProjects(readEntries(reply), { redis, keys });
  return { entries, resume: last === undefined ? undefined : `(${last}` };
}

async function load(positions: readonly Position[], deps: Deps): Promise<JournalEntry[]> {
  if (positions.length === 0) return [];
  const pipeline = deps.redis.pipeline();
  for (const position of positions) pipeline.xrange(deps.keys.journal, position, position);
  const replies = (await pipeline.exec()) ?? [];
  const entries = replies.flatMap(([error, found]) => {
    if (error) throw error;
    return readEntries(found as StreamReply);
  });
  return withLateProjects(entries, deps);
}
