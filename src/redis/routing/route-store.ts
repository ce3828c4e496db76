// Keeps the spine's memory. One script commits a whole route step: redis/routing/route.lua.
import type { Redis } from 'ioredis';
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import { decodeJob, JOBS_KEPT, type Job } from '../../jobs/job-board.ts';
import { homeKey, type JobKey, jobKey, sourceOf } from '../../jobs/job-key.ts';
import { START } from '../../journal/journal.ts';
import type {
  CommitResult,
  RouteStep,
  RouteStore,
  StoredEntry,
} from '../../routing/route-store.ts';
import { JobwireError, messageOf } from '../../runtime/errors.ts';
import { createSlices } from '../../runtime/slices.ts';
import { createStoredReader, type StoredReader } from '../../runtime/stored/stored-reader.ts';
import { createFeaturesOf } from '../jobs/features-of.ts';
import { createReadJournal } from '../journal/read-journal.ts';
import type { Keys } from '../scripts/keys.ts';
import { TEXTS } from '../scripts/replies.ts';
import { loadScript } from '../scripts/script.ts';
import type { StreamReply } from '../scripts/stream-entries.ts';
import { readWakes } from '../scripts/wakes.ts';
import { createEffectLines } from './effect-lines.ts';

interface Deps {
  readonly redis: Redis;
  /** A connection of its own, because it blocks while nothing happens. */
  readonly blocking: Redis;
  readonly keys: Keys;
  /** Name of the router's lease. */
  readonly lease: string;
  readonly windowMs: number;
  readonly reader?: StoredReader;
}

/** What route.lua takes besides the effects. */
interface Step {
  readonly lease: string;
  readonly fence: string;
  readonly revision: string;
  readonly from: string;
  readonly to: string;
  readonly windowMs: number;
  readonly jobsKept: number;
}

/** Entries of one read: of small ones, more would not make the step cheaper. */
const MAX_ENTRIES = 1_000;

export function createRouteStore(deps: Deps): RouteStore {
  const { redis, blocking, keys, lease, windowMs } = deps;
  const route = loadScript<Step, string[]>(new URL('./route.lua', import.meta.url), TEXTS);
  const readJournal = createReadJournal(blocking, keys);
  const readJobsBefore = createReadJobsBefore(deps);

  return {
    async position() {
      return (await named(redis, redis.get(keys.routed), [keys.routed, 'string'])) ?? START;
    },
    async read(after, maxBytes) {
      const bounds = { order: 'asc', limit: MAX_ENTRIES, maxBytes } as const;
      const { entries } = await readJournal({ from: `(${after}`, to: '+', ...bounds });
      return storedEntries(entries);
    },
    async waitForEntry(after, waitMs) {
      const reply = await blocking.xread(
        ...(['COUNT', 1, 'BLOCK', waitMs, 'STREAMS', keys.journal, after] as const),
      );
      const [stream] = (reply ?? []) as [string, StreamReply][];
      return storedEntries(stream?.[1] ?? []);
    },
    jobs: readJobsBefore,
    async commit(step) {
      const [fence, revision] = [String(step.fence), String(step.revision)];
      const { from, to } = step;
      const values = { lease, fence, revision, from, to, windowMs, jobsKept: JOBS_KEPT };
      return readReply(await route(redis, { keys, values, rest: [await encoded(step)] }));
    },
  };
}

/** An answer; where the key is of another type, the error says which key that is. */
async function named<T>(
  redis: Redis,
  answer: Promise<T>,
  [key, wanted]: readonly [key: string, wanted: string],
): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!messageOf(error).startsWith('WRONGTYPE')) throw error;
    throw brokenKey({ key, found: await redis.type(key), wanted });
  }
}

/** The current jobs that events may be about. */
function createReadJobsBefore(deps: Deps): RouteStore['jobs'] {
  const { redis, keys } = deps;
  const readJobs = createReadJobs(deps);
  const featuresOf = createFeaturesOf(redis, keys);

  async function readFields(hash: string, fields: readonly string[]) {
    const unique = [...new Set(fields)];
    if (unique.length === 0) return new Map<string, string>();
    const values = await named(redis, redis.hmget(hash, ...unique), [hash, 'hash']);
    return new Map(
      values.flatMap((value, at) => (value === null ? [] : [[unique[at] ?? '', value] as const])),
    );
  }

  return async (events) => {
    const refs = events.flatMap(refsOf);
    const features = await featuresOf(events);
    const homes = await readFields(
      keys.jobHomes,
      refs.map(({ home }) => home),
    );
    const stored = await readFields(keys.jobs, [
      ...refs.map(({ jobId, projectId, home }) => jobKey(projectId ?? homes.get(home), jobId)),
      ...refs.map(({ jobId }) => jobKey(undefined, jobId)),
      ...[...features.values()].map(({ feature, projectId }) => jobKey(projectId, feature)),
    ]);
    return { homes, features, jobs: readJobs(stored) };
  };
}

/** One that can't be read counts for nothing; the next event of the job writes it anew. */
function createReadJobs({ keys, reader = createStoredReader() }: Deps) {
  return (stored: ReadonlyMap<string, string>): ReadonlyMap<JobKey, Job> => {
    const jobs = new Map<JobKey, Job>();
    for (const [key, text] of stored) {
      const job = reader.read(decodeJob, text, { key: keys.jobs, field: key });
      if (job !== undefined) jobs.set(key, job);
    }
    return jobs;
  };
}

/** In slices: a step may go to ten thousand chats and more. */
async function encoded({ to, effects }: RouteStep): Promise<string> {
  const lines = createEffectLines(to);
  const slices = createSlices();
  for (const effect of effects) {
    lines.add(effect);
    if (slices.isOver()) await slices.next();
  }
  return lines.text();
}

function readReply([kind, ...rest]: readonly string[]): CommitResult {
  if (kind === 'stale') return { kind };
  if (kind === 'broken') {
    const [key = '', found = '', wanted = ''] = rest;
    throw brokenKey({ key, found, wanted });
  }
  const [count = '0', ...values] = rest;
  const wakesFrom = 2 * Number(count);
  const failed = Array.from({ length: Number(count) }, (_, at) => ({
    position: values[2 * at] ?? '',
    reason: values[2 * at + 1] ?? '',
  }));
  return { kind: 'committed', failed, wake: readWakes(values.slice(wakesFrom)) };
}

interface BrokenKey {
  readonly key: string;
  /** Types, as Redis calls them. */
  readonly found: string;
  readonly wanted: string;
}

/** Somebody wrote to a key of ours; every step needs it, so all wait until it is right. */
function brokenKey({ key, found, wanted }: BrokenKey): JobwireError {
  return new JobwireError(
    'unavailable',
    `The key ${key} in Redis is a ${found}; a ${wanted} was expected, as jobwire keeps it.`,
  );
}

function storedEntries(entries: StreamReply): StoredEntry[] {
  return entries.map(([position, fields]) => ({ position, text: fields[1] ?? '' }));
}

/** Nothing of an event that is none: whoever routes it says what is wrong with it. */
function refsOf(event: CanonicalEvent) {
  try {
    const { jobId, projectId } = event;
    return jobId === undefined ? [] : [{ jobId, projectId, home: homeKey(sourceOf(event), jobId) }];
  } catch {
    return [];
  }
}
