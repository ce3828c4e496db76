// Who may read the log of a job. Logs are stored by job id alone, and several projects may use the same id:
// a log is for those who may see every job with that id.
import { type AccessSubject, maySee, type Rights } from '../audience/access.ts';

export interface LoggedJob extends AccessSubject {
  /** Its events came only with tokens limited to projects, whose holders can name any id. */
  readonly limitedPublisher?: boolean;
}

/**
 * `jobs`: all with one id. Jobs known only from limited tokens don't count beside others, so that nobody
 * can take a log away from its readers, or read it, by inventing a job with that id.
 */
export function isLogReadable<J extends LoggedJob>(
  jobs: readonly J[],
  isVisible: (job: J) => boolean,
): boolean {
  const trusted = jobs.filter((job) => job.limitedPublisher !== true);
  const owners = trusted.length > 0 ? trusted : jobs;
  return owners.length > 0 && owners.every(isVisible);
}

export function mayReadLog(viewer: Rights | undefined, jobs: readonly LoggedJob[]): boolean {
  return isLogReadable(jobs, (job) => maySee(viewer, job));
}
