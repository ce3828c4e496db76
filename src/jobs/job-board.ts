// The current state of jobs, folded from events.

import type { CanonicalEvent } from '../event/canonical-event.ts';
import type { JobState } from '../event/event-types.ts';
import { defined } from '../runtime/defined.ts';
import { amountsOf, jobLinks, jobTitle, stepOf } from './job-facts.ts';
import { type JobKey, sourceOf } from './job-key.ts';
import { isEnd, isRestart, statusAfter } from './job-status.ts';

export type JobStatus = JobState;

export interface Job {
  readonly id: string;
  readonly projectId?: string;
  readonly sessionId?: string;
  readonly status: JobStatus;
  readonly visibility: 'public' | 'internal';
  /** Whose word counts as the job's own (job-key.ts); absent in jobs of former versions. */
  readonly source?: string;
  /** Only tokens that are limited to projects ever spoke of it. */
  readonly limitedPublisher?: true;
  /** With everything that internal events said of it, for admins; absent where there were none. */
  readonly internal?: Omit<Job, 'internal'>;
  /** Dialect of its first event: `jobs`, `pipeline`. */
  readonly dialect?: string;
  /** What it is to do, in its producer's words; may be empty. */
  readonly title: string;
  /** Newest step that it reported. */
  readonly step?: string;
  /** Newest stage that it reported: `storyboard`. */
  readonly stage?: string;
  /** How much of it is done, 0..1. */
  readonly progress?: number;
  /** US dollars. */
  readonly costUsd?: number;
  readonly budgetUsd?: number;
  readonly requestsMade?: number;
  readonly maxRequests?: number;
  /** What it made to look at, as http(s) URLs, at most ten: pull requests, a preview. */
  readonly links?: readonly string[];
  /** RFC 3339 UTC of the first and the newest event; a restart is the newest in any case. */
  readonly startedAt: string;
  readonly updatedAt: string;
}

/** Beyond so many, those that changed the longest ago are forgotten. */
export const JOBS_KEPT = 10_000;

/** Contract: reading the board. It is written by the route step alone (routing/route-store.ts). */
export interface JobBoard {
  get(key: JobKey): Promise<Job | undefined>;
  /** The jobs of this id, one for each project that has one. */
  find(jobId: string): Promise<Job[]>;
  /** The newest first, at most `limit`. */
  recent(limit: number): Promise<Job[]>;
}

/** The job as an admin may see it, or anybody else. */
export function jobFor(job: Job, isAdmin: boolean): Job {
  return isAdmin ? (job.internal ?? job) : job;
}

export function hasEnded(job: Job): boolean {
  return isEnd(job.status);
}

/**
 * The job after this event; `undefined` when the event is about no job. What internal events say never
 * reaches what others see of it: not its title, its cost, its links, nor its state.
 */
export function fold(job: Job | undefined, event: CanonicalEvent): Job | undefined {
  if (event.jobId === undefined) return undefined;
  const limited = isLimited(job, event) ? ({ limitedPublisher: true } as const) : {};
  const origin = { source: job?.source ?? sourceOf(event), ...limited };
  const whole = withEvent(job && jobFor(job, true), event);
  if (job?.visibility === 'internal') {
    if (event.visibility === 'internal') return { ...whole, ...origin };
    return { ...withEvent(undefined, event), ...origin, internal: { ...whole, ...origin } };
  }
  if (event.visibility === 'internal') {
    if (job === undefined) return { ...whole, ...origin };
    const { internal: _, limitedPublisher: __, ...shared } = job;
    return { ...shared, ...origin, internal: { ...whole, ...origin } };
  }
  if (job?.internal === undefined) return { ...whole, ...origin };
  const { internal: _, ...shared } = job;
  return { ...withEvent(shared, event), ...origin, internal: { ...whole, ...origin } };
}

function isLimited(job: Job | undefined, { publishedBy }: CanonicalEvent): boolean {
  return publishedBy?.isLimited === true && (job === undefined || job.limitedPublisher === true);
}

/** Whatever its visibility. */
function withEvent(
  job: Omit<Job, 'internal'> | undefined,
  event: CanonicalEvent,
): Omit<Job, 'internal'> {
  const told = factsOf(event);
  const links = jobLinks(event, job?.links);
  // An older event only fills in what is still unknown.
  const isOlder = job !== undefined && event.time < job.updatedAt && !isRestart(event);
  const { limitedPublisher: _, ...known } = job ?? {};
  return {
    dialect: event.dialect,
    ...(isOlder ? { ...told, ...known } : { ...known, ...told }),
    visibility: event.visibility,
    id: event.jobId ?? '',
    status: statusAfter(job, event),
    title: isOlder && job.title !== '' ? job.title : jobTitle(event, job?.title),
    ...(links.length === 0 ? {} : { links }),
    startedAt: job === undefined || event.time < job.startedAt ? event.time : job.startedAt,
    updatedAt: isOlder ? job.updatedAt : event.time,
  };
}

function factsOf(event: CanonicalEvent) {
  const { projectId, sessionId, stage } = event;
  const step = stepOf(event);
  return {
    ...defined({ projectId, sessionId, stage, step }),
    ...amountsOf(event),
  };
}
