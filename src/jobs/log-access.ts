// Which logs of a job id somebody may read. Several projects may use the same id: what a token limited to projects adds
// is stored with its project; all else, from the bus and from files, by job id alone.
import { type AccessSubject, maySee, type Rights } from '../audience/access.ts';

/** A log as it is stored. */
export interface LogName {
  readonly jobId: string;
  /** The log of the job of this project; absent: what is stored by job id alone. */
  readonly projectId?: string;
}

/** What of an id somebody may read. */
export interface Readable<J> {
  /** The one to be preferred first. */
  readonly logs: readonly LogName[];
  /** Those that may be seen, never empty. Nothing that is answered depends on others. */
  readonly jobs: readonly J[];
}

export interface LoggedJob extends AccessSubject {
  readonly id: string;
  /** RFC 3339 UTC. */
  readonly updatedAt: string;
  /** Its events came only with tokens limited to projects, whose holders can name any id. */
  readonly limitedPublisher?: boolean;
  /** What admins see. `beganInternal`: nothing of it was public at first, and so its log is for them. */
  readonly internal?: { readonly beganInternal?: boolean };
}

/**
 * What may be read; `undefined` if there is no job that may be seen. What is
 * stored by job id alone is for those who may see every job with that id. `jobs`: all with one id. `projectId`: only
 * the job of this project is meant. Jobs known only from limited tokens don't count: nobody can take a log away from its
 * readers, or read it, by inventing a job with that id. Where there are no others, it is for those who may see whatever
 * has no project.
 */
export function readableLogs<J extends LoggedJob>(
  jobs: readonly J[],
  isVisible: (job: J) => boolean,
  projectId?: string,
): Readable<J> | undefined {
  const meant = jobs.filter((job) => projectId === undefined || job.projectId === projectId);
  const mayRead = (job: J) =>
    isVisible(job.internal?.beganInternal ? { ...job, visibility: 'internal' } : job);
  const visible = meant.filter(isVisible);
  const [one] = visible;
  if (one === undefined) return undefined;
  const newestFirst = visible.sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
  const own = newestFirst
    .filter(mayRead)
    .flatMap((job) =>
      job.projectId === undefined ? [] : [{ jobId: job.id, projectId: job.projectId }],
    );
  const trusted = jobs.filter((job) => job.limitedPublisher !== true);
  const { projectId: _, ...anywhere } = one;
  const owners = trusted.length > 0 ? trusted : [anywhere as J];
  const shared = owners.every(mayRead) ? [{ jobId: one.id }] : [];
  return { logs: [...own, ...shared], jobs: visible };
}

export function logsFor(
  viewer: Rights | undefined,
  jobs: readonly LoggedJob[],
  projectId?: string,
): readonly LogName[] | undefined {
  return readableLogs(jobs, (job) => maySee(viewer, job), projectId)?.logs;
}

export function hasLog(
  logs: readonly LogName[] | undefined,
  { jobId, projectId }: LogName,
): boolean {
  return logs?.some((log) => log.jobId === jobId && log.projectId === projectId) ?? false;
}
