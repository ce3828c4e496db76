// Keeps which jobs are expected to give signs of life: redis/jobs/silence.lua has the layout and the invariant.
import type { Redis } from 'ioredis';
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import { decodeJob } from '../../jobs/job-board.ts';
import { homeKey, jobKey, sourceOf } from '../../jobs/job-key.ts';
import type { HeardJobs, Silence, SilenceStore } from '../../jobs/silence-store.ts';
import { repeatKeyOf } from '../../journal/repeat-key.ts';
import { createStoredReader, type StoredReader } from '../../runtime/stored/stored-reader.ts';
import { eventLines } from '../journal/event-lines.ts';
import type { Keys } from '../scripts/keys.ts';
import { type Limits, oldestKept } from '../scripts/limits.ts';
import { DONE, TEXTS } from '../scripts/replies.ts';
import { loadScript } from '../scripts/script.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly limits: Limits;
  readonly now: () => number;
  readonly reader?: StoredReader;
}

/** Arguments of report-silence.lua. */
interface Report {
  readonly job: string;
  readonly due: string;
  readonly head: string;
  readonly references: string;
  readonly json: string;
  readonly memoryMs: number;
  readonly perJob: number;
  readonly oldest: string;
}

/** Jobs of one look. */
const LIMIT = 100;
/** Values that silence-due.lua answers of each. */
const FIELDS = 7;

function loadScripts() {
  const load = (file: string) => new URL(file, import.meta.url);
  return {
    due: loadScript<{ limit: number }, string[]>(load('./silence-due.lua'), TEXTS),
    report: loadScript<Report, number>(load('./report-silence.lua'), DONE),
    hear: loadScript<{ jobs: string[]; at: string }, number>(load('./hear.lua'), DONE),
  };
}

export function createSilenceStore(deps: Deps): SilenceStore & HeardJobs {
  const { redis, keys, limits, now, reader = createStoredReader() } = deps;
  const scripts = loadScripts();

  async function forget(key: string): Promise<void> {
    await redis.zrem(keys.jobSilence, key);
    await redis.hdel(keys.jobSigns, key);
  }

  /** In the order of the events, which may name no project. */
  async function keysOf(events: readonly CanonicalEvent[]): Promise<string[]> {
    const jobs = events.flatMap(({ jobId, projectId, ...event }) =>
      jobId === undefined ? [] : [{ jobId, projectId, home: homeKey(sourceOf(event), jobId) }],
    );
    if (jobs.length === 0) return [];
    const homes = await redis.hmget(keys.jobHomes, ...jobs.map(({ home }) => home));
    return jobs.map(({ jobId, projectId }, at) =>
      jobKey(projectId ?? homes[at] ?? undefined, jobId),
    );
  }

  return {
    forget,
    async due() {
      const flat = await scripts.due(redis, { keys, values: { limit: LIMIT } });
      const found: Silence[] = [];
      for (let at = 0; at < flat.length; at += FIELDS) {
        const [key = '', revision = '', kind, since = '', ms, heardAt, text = ''] = flat.slice(at);
        const job = reader.read(decodeJob, text, { key: keys.jobs, field: key });
        // The next event of the job writes it anew.
        if (job === undefined) await forget(key);
        else {
          const isHeard = kind === 'heard' && heardAt !== undefined;
          const state = isHeard ? ({ kind, heardAt } as const) : ({ kind: 'silent' } as const);
          found.push({ ...state, key, job, since, forMs: Number(ms), revision });
        }
      }
      return found;
    },
    async report({ key, revision }, event) {
      const repeatKey = repeatKeyOf(event, event.id);
      const candidate = { event, identity: 'id', repeatKey, arrivedAt: now() } as const;
      const [head, references, json] = eventLines(candidate, { now: now() });
      const { retentionMs: memoryMs, perJob } = limits;
      const kept = { memoryMs, perJob, oldest: oldestKept(limits, now()) };
      const values = { job: key, due: revision, head, references, json, ...kept };
      await scripts.report(redis, { keys, values });
    },
    async heard(events) {
      const jobs = [...new Set(await keysOf(events))];
      if (jobs.length === 0) return;
      await scripts.hear(redis, { keys, values: { jobs, at: new Date(now()).toISOString() } });
    },
  };
}
