// When a job has to give its next sign of life: as its own events say, else as the routes of the policy file do.
import { type FileRoute, silentAfterOf } from '../audience/file-route.ts';
import { isOfFeature } from '../jobs/feature-job.ts';
import { hasEnded, type Job, jobFor } from '../jobs/job-board.ts';
import type { JobChange } from '../jobs/job-table.ts';
import type { Position } from '../journal/journal.ts';
import { defined } from '../runtime/defined.ts';
import type { Effect } from './route-store.ts';

/**
 * `sign`: its newest one in this step, if there was any. `undefined` if nobody ever said how long the job may be
 * silent.
 */
export function expectedSign(
  { key, job, position }: Pick<JobChange, 'key' | 'job'> & { readonly position?: Position },
  routes: readonly FileRoute[],
  sign: { readonly at: string } | undefined,
): Extract<Effect, { kind: 'expect_sign' }> | undefined {
  const limit = isOfFeature(job) ? undefined : silenceLimit(job, routes);
  if (limit === undefined) return undefined;
  return {
    kind: 'expect_sign',
    ...defined({ position }),
    job: key,
    limitMs: isExpected(job) ? limit : 0,
    at: sign?.at ?? job.updatedAt,
    isSign: sign !== undefined,
  };
}

/** Milliseconds; 0 if its producer wants no such reports; `undefined` if nobody said anything. */
export function silenceLimit(job: Job, routes: readonly FileRoute[]): number | undefined {
  const stated = jobFor(job, true).heartbeatMs;
  return stated ?? silentAfterOf(routes, { ...job, jobId: job.id });
}

/** One that ended, or waits for people, has nothing to say; for anybody who may see it. */
function isExpected(job: Job): boolean {
  return [job, jobFor(job, true)].every((one) => !hasEnded(one) && one.status !== 'waiting');
}
