// Reads the board of jobs that the route step keeps.
import type { Redis } from 'ioredis';
import { stableName } from '../../event/event-id.ts';
import type { Job, JobBoard } from '../../jobs/job-board.ts';
import type { JobKey } from '../../jobs/job-key.ts';
import type { Keys } from '../scripts/keys.ts';

export function createJobBoard(redis: Redis, keys: Keys): JobBoard {
  async function readAll(jobs: readonly JobKey[]): Promise<Job[]> {
    if (jobs.length === 0) return [];
    const stored = await redis.hmget(keys.jobs, ...jobs);
    return stored.flatMap((text) => (text === null ? [] : [JSON.parse(text) as Job]));
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
