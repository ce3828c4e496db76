// Reads the board of jobs that the route step keeps.
import type { Redis } from 'ioredis';
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import { stableName } from '../../event/event-id.ts';
import { isOfFeature } from '../../jobs/feature-job.ts';
import { decodeJob, type Job, type JobBoard } from '../../jobs/job-board.ts';
import { homeKey, type JobKey, jobKey, sourceOf } from '../../jobs/job-key.ts';
import { createStoredReader } from '../../runtime/stored/stored-reader.ts';
import type { Keys } from '../scripts/keys.ts';
import { createWalkKeys } from './job-walk.ts';

/** No key of a job: what is unknown takes as many commands as what the caller may not see. */
const NOTHING = '';

/** A job that can't be read is not on the board; the next event of it writes it anew. */
export function createJobBoard(redis: Redis, keys: Keys, reader = createStoredReader()): JobBoard {
  const walkKeys = createWalkKeys(redis, keys);

  /** In the order of the keys. */
  async function readEach(jobs: readonly JobKey[]): Promise<(Job | undefined)[]> {
    if (jobs.length === 0) return [];
    const stored = await redis.hmget(keys.jobs, ...jobs);
    return stored.map((text, at) => {
      const place = { key: keys.jobs, field: jobs[at] ?? '' };
      return text === null ? undefined : reader.read(decodeJob, text, place);
    });
  }

  async function readAll(jobs: readonly JobKey[]): Promise<Job[]> {
    return (await readEach(jobs)).filter((job) => job !== undefined);
  }

  /** The projects that sources named for jobs whose events name none, by homeKey. */
  async function homesOf(events: readonly CanonicalEvent[]): Promise<ReadonlyMap<string, string>> {
    const wanted = [...new Set(events.flatMap(homeKeyOf))];
    if (wanted.length === 0) return new Map();
    const found = await redis.hmget(keys.jobHomes, ...wanted);
    return new Map(wanted.map((home, at) => [home, found[at] ?? '']));
  }

  return {
    async get(key) {
      return (await readAll([key]))[0];
    },
    async ofEvents(events) {
      const homes = await homesOf(events);
      const wanted = events.map((event) => {
        const { jobId, projectId } = event;
        if (jobId === undefined) return undefined;
        const [home = ''] = homeKeyOf(event);
        return jobKey(projectId ?? (homes.get(home) || undefined), jobId);
      });
      const unique = [...new Set(wanted.filter((key) => key !== undefined))];
      const jobs = await readEach(unique);
      const byKey = new Map(unique.map((key, at) => [key, jobs[at]]));
      return wanted.map((key) => (key === undefined ? undefined : byKey.get(key)));
    },
    async find(jobId) {
      const known = await redis.smembers(keys.jobsOf(stableName(jobId)));
      const found = await readAll(known.length === 0 ? [NOTHING] : known);
      return found.filter((job) => !isOfFeature(job));
    },
    async recent(limit) {
      const found = await readAll(await redis.zrevrange(keys.jobsByChange, 0, limit - 1));
      return found.filter((job) => !isOfFeature(job));
    },
    async *walk(scope) {
      for await (const part of walkKeys(scope)) {
        yield (await readAll(part)).filter((job) => !isOfFeature(job));
      }
    },
  };
}

/** None for an event that names its project, or no job. */
function homeKeyOf(event: CanonicalEvent): string[] {
  const { jobId, projectId } = event;
  return jobId === undefined || projectId !== undefined ? [] : [homeKey(sourceOf(event), jobId)];
}
