// Looks on the board for the jobs that a caller asks for and may see.
import {
  JOBS_KEPT,
  type Job,
  type JobBoard,
  type JobStatus,
  jobFor,
} from '../../jobs/job-board.ts';
import { type Caller, callerMaySee, hasScope } from '../access/auth.ts';

export interface JobsWanted {
  readonly projectId?: string;
  readonly sessionId?: string;
  readonly status?: JobStatus;
  readonly limit: number;
}

const FIRST_SCAN_JOBS = 500;
const SCAN_GROWTH = 6;

/** The newest first. The board knows no filters, so ever more of it is read until that is enough. */
export async function findJobs(
  board: Pick<JobBoard, 'recent'>,
  caller: Caller,
  wanted: JobsWanted,
): Promise<Job[]> {
  let scan = Math.max(wanted.limit, FIRST_SCAN_JOBS);
  for (;;) {
    const jobs = await board.recent(scan);
    const found = jobs
      .filter((job) => callerMaySee(caller, job))
      .map((job) => jobFor(job, hasScope(caller, 'admin')))
      .filter((job) => isWanted(job, wanted));
    const isAll = jobs.length < scan || scan >= JOBS_KEPT;
    if (isAll || found.length >= wanted.limit) return found.slice(0, wanted.limit);
    scan = Math.min(scan * SCAN_GROWTH, JOBS_KEPT);
  }
}

function isWanted(job: Job, { projectId, sessionId, status }: JobsWanted): boolean {
  return (
    (projectId === undefined || job.projectId === projectId) &&
    (sessionId === undefined || job.sessionId === sessionId) &&
    (status === undefined || job.status === status)
  );
}
