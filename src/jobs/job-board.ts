// The current state of jobs, folded from events.
import { z } from 'zod';
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { JOB_STATES, type JobState } from '../event/event-types.ts';
import { defined } from '../runtime/defined.ts';
import { createDecoder } from '../runtime/stored/decoder.ts';
import { amountsOf, jobLinks, jobTitle, stepOf } from './job-facts.ts';
import { type JobKey, sourceOf } from './job-key.ts';
import { isEnd, isRestart, statusAfter } from './job-status.ts';

export type JobStatus = JobState;

const text = z.string().exactOptional();
const amount = z.number().exactOptional();

const sharedSchema = z.object({
  id: z.string(),
  projectId: text,
  sessionId: text,
  status: z.enum(JOB_STATES),
  visibility: z.enum(['public', 'internal']),
  /** Whose word counts as the job's own (job-key.ts); absent in jobs of former versions. */
  source: text,
  /** Only tokens that are limited to projects ever spoke of it. */
  limitedPublisher: z.literal(true).exactOptional(),
  /** Dialect of its first event: `jobs`, `pipeline`. */
  dialect: text,
  /** What it is to do, in its producer's words; may be empty. */
  title: z.string(),
  /** Newest step that it reported. */
  step: text,
  /** Newest stage that it reported: `storyboard`. */
  stage: text,
  /** How much of it is done, 0..1. */
  progress: amount,
  /** US dollars. */
  costUsd: amount,
  budgetUsd: amount,
  requestsMade: amount,
  maxRequests: amount,
  /** What it made to look at, as http(s) URLs, at most ten: pull requests, a preview. */
  links: z.array(z.string()).readonly().exactOptional(),
  /** RFC 3339 UTC of the first and the newest event; a restart is the newest in any case. */
  startedAt: z.string(),
  updatedAt: z.string(),
});

const jobSchema = sharedSchema
  .extend({
    /** With everything that internal events said of it, for admins; absent where there were none. */
    internal: sharedSchema.readonly().exactOptional(),
  })
  .readonly();

export type Job = z.infer<typeof jobSchema>;

export const decodeJob = createDecoder('job', jobSchema);

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
