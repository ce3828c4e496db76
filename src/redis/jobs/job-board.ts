// Reads the board of jobs that the route step keeps.
import type { Redis } from 'ioredis';
import { stableName } from '../../event/event-id.ts';
import { decodeJob, type Job, type JobBoard } from '../../jobs/job-board.ts';
import type { JobKey } from '../../jobs/job-key.ts';
import { createStoredReader } from '../../runtime/stored/stored-reader.ts';
import type { Keys } from '../scripts/keys.ts';

/** A job that can't be read is not on the board; the next event of it writes it anew. */
export function createJobBoard(redis: Redis, keys: Keys, reader = createStoredReader()): JobBoard {
  async function readAll(jobs: readonly JobKey[]): Promise<Job[]> {
    if (jobs.length === 0) return [];
    const stored = await redis.hmget(keys.jobs, ...jobs);
    return stored.flatMap((text, at) => {
      const place = { key: keys.jobs, field: jobs[at] ?? '' };
      return text === null ? [] : (reader.read(decodeJob, text, place) ?? []);
    });
  }

  return {
    async get(key) {
      return (await readAll([key]))[0];
    },
    async find(jobId) {
      return readAll(await redis.smembers(keys.jobsOf(stableName(jobId))));
    },
    async recent(limit) {
      return readAll(await redis.zrevrange(keys.jobsByChange, 0, limit - 1));
    },
  };
}
