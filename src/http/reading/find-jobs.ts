// Finds the jobs that a caller asks for and may see.
import {
  JOBS_KEPT,
  type Job,
  type JobBoard,
  type JobStatus,
  jobFor,
} from '../../jobs/job-board.ts';
import { type Caller, callerMaySee, hasScope } from '../access/auth.ts';

export interface JobQuery {
  readonly projectId?: string;
  readonly sessionId?: string;
  readonly status?: JobStatus;
  readonly limit: number;
}

const FIRST_SCAN_JOBS = 500;
const SCAN_GROWTH = 6;

/** Newest first. The board has no filters, so ever larger scans are read until there are enough. */
export async function findJobs(
  board: Pick<JobBoard, 'recent'>,
  caller: Caller,
  query: JobQuery,
): Promise<Job[]> {
  let scan = Math.max(query.limit, FIRST_SCAN_JOBS);
  for (;;) {
    const jobs = await board.recent(scan);
    const found = jobs
      .filter((job) => callerMaySee(caller, job))
      .map((job) => jobFor(job, hasScope(caller, 'admin')))
      .filter((job) => matchesQuery(job, query));
    const isExhausted = jobs.length < scan || scan >= JOBS_KEPT;
    if (isExhausted || found.length >= query.limit) return found.slice(0, query.limit);
    scan = Math.min(scan * SCAN_GROWTH, JOBS_KEPT);
  }
}

function matchesQuery(job: Job, { projectId, sessionId, status }: JobQuery): boolean {
  return (
    (projectId === undefined || job.projectId === projectId) &&
    (sessionId === undefined || job.sessionId === sessionId) &&
    (status === undefined || job.status === status)
  );
}
