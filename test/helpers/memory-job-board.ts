// A board of jobs in memory.
import { isOfFeature } from '../../src/jobs/feature-job.ts';
import { hasEnded, type Job, type JobBoard, type JobScope } from '../../src/jobs/job-board.ts';
import { type JobKey, jobKey } from '../../src/jobs/job-key.ts';

export interface MemoryJobBoard extends JobBoard {
  put(...jobs: readonly Job[]): void;
}

export function createMemoryJobBoard(): MemoryJobBoard {
  const jobs = new Map<string, Job>();
  return {
    put(...changed) {
      for (const job of changed) jobs.set(jobKey(job.projectId, job.id), job);
    },
    get: async (key) => jobs.get(key),
    ofEvents: async (events) =>
      events.map(({ projectId, jobId }) =>
        jobId === undefined ? undefined : jobs.get(jobKey(projectId, jobId)),
      ),
    find: async (jobId) =>
      [...jobs.values()].filter((job) => job.id === jobId && !isOfFeature(job)),
    async recent(limit) {
      const found = [...jobs.values()].filter((job) => !isOfFeature(job));
      const newest = found.sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
      return newest.slice(0, limit);
    },
    async *walk(scope) {
      yield* walkOver([...jobs.values()], scope);
    },
  };
}

/** One job a part. */
function* walkOver(jobs: readonly Job[], { projectIds, isOpen }: JobScope) {
  for (const job of [...jobs].sort((a, b) => b.updatedAt.localeCompare(a.updatedAt))) {
    const isThere = projectIds === undefined || projectIds.includes(job.projectId ?? '');
    if (isThere && !(isOpen && hasEnded(job)) && !isOfFeature(job)) yield [job];
  }
}

export function aJob(fields: Partial<Job> = {}): Job {
  return {
    id: 'j1',
    projectId: 'a',
    status: 'running',
    visibility: 'public',
    title: 'Build the shop',
    startedAt: '2026-03-02T09:00:00.000Z',
    updatedAt: '2026-03-02T09:05:00.000Z',
    ...fields,
  };
}

/** What commands use of a board, over a list whose first job is the newest. */
export function boardOver(jobs: readonly Job[]) {
  return {
    get: async (key: JobKey) => jobs.find(({ projectId, id }) => jobKey(projectId, id) === key),
    find: async (jobId: string) => jobs.filter(({ id }) => id === jobId),
    recent: async (limit: number) => jobs.slice(0, limit),
    async *walk(scope: JobScope) {
      yield* walkOver(jobs, scope);
    },
  };
}
