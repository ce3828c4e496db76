// The current state of jobs, folded from their events.
import { z } from 'zod';
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { JOB_STATES, type JobState } from '../event/event-types.ts';
import { defined } from '../runtime/defined.ts';
import { createDecoder } from '../runtime/stored/decoder.ts';
import { amountsOf, jobLinks, jobTitle } from './job-facts.ts';
import { type JobKey, sourceOf } from './job-key.ts';
import { isEnd, isRestart, statusAfter } from './job-status.ts';
import { stepsAfter, stepsSchema } from './job-steps.ts';
import { stepOf } from './step-text.ts';

export type JobStatus = JobState;

const text = z.string().exactOptional();
const amount = z.number().exactOptional();

const sharedSchema = z.object({
  id: z.string(),
  projectId: text,
  sessionId: text,
  status: z.enum(JOB_STATES),
  visibility: z.enum(['public', 'internal']),
  /** The source that speaks for the job itself (job-key.ts); absent in jobs stored by old releases. */
  source: text,
  /** All its events came with tokens limited to projects. */
  limitedPublisher: z.literal(true).exactOptional(),
  /** Of what admins see: nothing of it was public at first, and its log is perhaps not at all. */
  beganInternal: z.literal(true).exactOptional(),
  /** Dialect of its first event: `jobs`, `pipeline`. */
  dialect: text,
  /** Its task, in its producer's words; may be empty. */
  title: z.string(),
  /** The last reported step. */
  step: text,
  /** The last reported stage: `storyboard`. */
  stage: text,
  /** Since its last start. */
  steps: stepsSchema.exactOptional(),
  /** 0 to 1. */
  progress: amount,
  /** US dollars. */
  costUsd: amount,
  budgetUsd: amount,
  requestsMade: amount,
  maxRequests: amount,
  /** After which it counts as silent, as its producer says; 0 for never. */
  heartbeatMs: amount,
  /** http(s) URLs of its results, at most ten: pull requests, a preview. */
  links: z.array(z.string()).readonly().exactOptional(),
  /** RFC 3339 UTC of the first event since its last start, and of the newest; a restart always counts as the newest. */
  startedAt: z.string(),
  updatedAt: z.string(),
});

const jobSchema = sharedSchema
  .extend({
    /** The job including internal events, for admins; absent if there were none. */
    internal: sharedSchema.readonly().exactOptional(),
  })
  .readonly();

export type Job = z.infer<typeof jobSchema>;

export const decodeJob = createDecoder('job', jobSchema);

/** Beyond this, the least recently changed jobs are dropped. */
export const JOBS_KEPT = 10_000;

/** Which jobs a list is of. */
export interface JobScope {
  /** Those of these projects; absent: all, also those of no project. */
  readonly projectIds?: readonly string[];
  /** Only those that have not ended. */
  readonly isOpen?: true;
}

/** Contract: reads the board. Only the route step writes it (routing/route-store.ts). */
export interface JobBoard {
  get(key: JobKey): Promise<Job | undefined>;
  /**
   * The job of each event, in that order; also of an event that does not name the project of its job, if its source
   * named that before or after.
   */
  ofEvents(events: readonly CanonicalEvent[]): Promise<(Job | undefined)[]>;
  /** The jobs with this id, at most one per project; none that stands for a feature request (feature-job.ts). */
  find(jobId: string): Promise<Job[]>;
  /** The newest first, at most `limit`; those of feature requests are left out, as in `walk`. */
  recent(limit: number): Promise<Job[]>;
  /**
   * The newest change first, in parts that are read when they are asked for, so that whoever needs only the first few
   * reads only these. What changes meanwhile may be missed; nothing comes twice.
   */
  walk(scope: JobScope): AsyncIterable<readonly Job[]>;
}

/** The job as admins, or as others, may see it. */
export function jobFor(job: Job, isAdmin: boolean): Job {
  return isAdmin ? (job.internal ?? job) : job;
}

export function hasEnded(job: Job): boolean {
  return isEnd(job.status);
}

/**
 * The job after this event; `undefined` if the event is about no job. Nothing of internal events, be it
 * title, cost, links or state, gets into what others than admins see.
 */
export function fold(job: Job | undefined, event: CanonicalEvent): Job | undefined {
  if (event.jobId === undefined) return undefined;
  const limited = isLimited(job, event) ? ({ limitedPublisher: true } as const) : {};
  const origin = { source: job?.source ?? sourceOf(event), ...limited };
  const whole = withEvent(job && jobFor(job, true), event);
  if (job?.visibility === 'internal') {
    if (event.visibility === 'internal') return { ...whole, ...origin };
    const internal = { ...whole, ...origin, beganInternal: true } as const;
    return { ...withEvent(undefined, event), ...origin, internal };
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

/** What jobwire announces follows from what others said, so it makes nobody more than they were. */
function isLimited(job: Job | undefined, { own, publishedBy }: CanonicalEvent): boolean {
  const provesNothing = own !== undefined || publishedBy?.isLimited === true;
  return provesNothing && (job === undefined || job.limitedPublisher === true);
}

/** Regardless of visibility. */
function withEvent(
  before: Omit<Job, 'internal'> | undefined,
  event: CanonicalEvent,
): Omit<Job, 'internal'> {
  const job = before === undefined ? undefined : nextRun(before, event);
  const facts = factsOf(event);
  const links = jobLinks(event, job?.links);
  // An older event only fills in what is still unknown.
  const isOlder = job !== undefined && event.time < job.updatedAt && !isRestart(event);
  const { limitedPublisher: _, ...known } = job ?? {};
  const steps = isOlder ? job.steps : stepsAfter(job, event);
  return {
    dialect: event.dialect,
    ...(isOlder ? { ...facts, ...known } : { ...known, ...facts }),
    visibility: event.visibility,
    id: event.jobId ?? '',
    status: statusAfter(job, event),
    title: isOlder && job.title !== '' ? job.title : jobTitle(event, job?.title),
    ...(links.length === 0 ? {} : { links }),
    ...defined({ steps }),
    startedAt: job === undefined || event.time < job.startedAt ? event.time : job.startedAt,
    updatedAt: isOlder ? job.updatedAt : event.time,
  };
}

/** A job that starts again after its end has done and cost nothing yet, and lasts from now on. */
function nextRun(job: Omit<Job, 'internal'>, event: CanonicalEvent): Omit<Job, 'internal'> {
  if (!isEnd(job.status) || !isRestart(event)) return job;
  const { steps: _steps, step: _step, stage: _stage, progress: _progress, ...rest } = job;
  const { costUsd: _cost, requestsMade: _requests, links: _links, ...kept } = rest;
  return { ...kept, startedAt: event.time };
}

function factsOf(event: CanonicalEvent) {
  const { projectId, sessionId, stage } = event;
  const step = stepOf(event);
  return {
    ...defined({ projectId, sessionId, stage, step }),
    ...amountsOf(event),
  };
}
