// The current state of jobs, folded from events.
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { amountsOf, linksOf, stepOf, titleOf } from './job-facts.ts';
import { isEnd, isRestart, type Status, statusAfter } from './job-status.ts';

export type JobStatus = Status;

export interface Job {
  readonly id: string;
  readonly projectId?: string;
  readonly sessionId?: string;
  readonly status: JobStatus;
  readonly visibility: 'public' | 'internal';
  /** Of the first event that told of it: `jobs`, `pipeline`. */
  readonly dialect?: string;
  /** What it is to do, in its producer's words; may be empty. */
  readonly title: string;
  /** Newest step that it told of. */
  readonly step?: string;
  /** Newest stage that it told of: `storyboard`. */
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

/** Contract: reading the board. It is written by the route step alone (flow-store.ts). */
export interface JobBoard {
  get(jobId: string): Promise<Job | undefined>;
  /** The newest first, at most `limit`. */
  recent(limit: number): Promise<Job[]>;
}

export function hasEnded(job: Job): boolean {
  return isEnd(job.status);
}

/** The job after this event; `undefined` when the event is about no job. */
export function fold(job: Job | undefined, event: CanonicalEvent): Job | undefined {
  if (event.jobId === undefined) return undefined;
  const told = factsOf(event);
  const links = linksOf(event, job?.links);
  // What an older event tells is taken where nobody told it yet.
  const isOlder = job !== undefined && event.time < job.updatedAt && !isRestart(event);
  return {
    dialect: event.dialect,
    visibility: event.visibility,
    ...(isOlder ? { ...told, ...job } : { ...job, ...told }),
    id: event.jobId,
    status: statusAfter(job, event),
    title: isOlder && job.title !== '' ? job.title : titleOf(event, job?.title),
    ...(links.length === 0 ? {} : { links }),
    startedAt: job === undefined || event.time < job.startedAt ? event.time : job.startedAt,
    updatedAt: isOlder ? job.updatedAt : event.time,
  };
}

function factsOf(event: CanonicalEvent) {
  const { projectId, sessionId, stage } = event;
  const step = stepOf(event);
  return {
    ...(projectId === undefined ? {} : { projectId }),
    ...(sessionId === undefined ? {} : { sessionId }),
    ...(stage === undefined ? {} : { stage }),
    ...(step === undefined ? {} : { step }),
    ...amountsOf(event),
  };
}
