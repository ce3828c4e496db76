// Who may read the log of a job. Logs are kept by job id alone, and several projects may use one id:
// a log belongs to whoever may see every job of that id.
import { type AccessSubject, maySee, type Rights } from '../audience/access.ts';

export interface LoggedJob extends AccessSubject {
  /** Its events came with a token limited to projects, whose holder may name any id. */
  readonly limitedPublisher?: boolean;
}

/**
 * `jobs`: all of one id. Those that only a limited token told of don't count beside others, so that
 * nobody takes a log away from its readers, nor reads it by inventing a job of that id.
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
