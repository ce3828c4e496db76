// Reads the board of jobs that the route step keeps.
import type { Redis } from 'ioredis';
import type { Job, JobBoard } from '../jobs/job-board.ts';
import type { Keys } from './keys.ts';

export function createJobBoard(redis: Redis, keys: Keys): JobBoard {
  return {
    async get(jobId) {
      const text = await redis.hget(keys.jobs, jobId);
      return text === null ? undefined : (JSON.parse(text) as Job);
    },
    async recent(limit) {
      const ids = await redis.zrevrange(keys.jobsByChange, 0, limit - 1);
      if (ids.length === 0) return [];
      const stored = await redis.hmget(keys.jobs, ...ids);
      return stored.flatMap((text) => (text === null ? [] : [JSON.parse(text) as Job]));
    },
  };
}
