// The board of jobs in a real Redis, as the route step writes it.
import { afterAll, beforeAll } from 'vitest';
import { jobKey } from '../../../src/jobs/job-key.ts';
import { createJobBoard } from '../../../src/redis/jobs/job-board.ts';
import { describeJobBoard } from '../../contracts/job-board.contract.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { routeSteps } from '../approvals/approval-kit.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

describeJobBoard('a board of jobs in Redis', async () => {
  const [{ redis }, keys] = [kit, kit.fresh()];
  const commit = routeSteps(redis, keys);
  return {
    board: createJobBoard(redis, keys),
    put: (...jobs) =>
      commit(
        ...jobs.map((job) => ({ kind: 'job', key: jobKey(job.projectId, job.id), job }) as const),
      ),
  };
});
