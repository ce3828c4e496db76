// The current state of jobs, folded from events.
import type { CanonicalEvent } from '../event/canonical-event.ts';

export type JobStatus = 'queued' | 'running' | 'waiting' | 'completed' | 'failed' | 'canceled';

export interface Job {
  readonly id: string;
  readonly projectId?: string;
  readonly sessionId?: string;
  readonly status: JobStatus;
  readonly visibility: 'public' | 'internal';
  /** What it is to do, in its producer's words; may be empty. */
  readonly title: string;
  /** Newest step that it told of. */
  readonly step?: string;
  /** RFC 3339 UTC of the first and the newest event. */
  readonly startedAt: string;
  readonly updatedAt: string;
}

/** Contract: reading the board. It is written by the route step alone (flow-store.ts). */
export interface JobBoard {
  get(jobId: string): Promise<Job | undefined>;
  /** The newest first, at most `limit`. */
  recent(limit: number): Promise<Job[]>;
}

const ENDED: ReadonlySet<JobStatus> = new Set(['completed', 'failed', 'canceled']);

export function hasEnded(job: Job): boolean {
  return ENDED.has(job.status);
}

const STATUS_AFTER: Readonly<Record<string, JobStatus>> = {
  'job.queued': 'queued',
  'job.created': 'queued',
  'job.approval_needed': 'waiting',
  'job.completed': 'completed',
  'job.failed': 'failed',
  'job.canceled': 'canceled',
};

/** The job after this event; `undefined` when the event is about no job. */
export function fold(job: Job | undefined, event: CanonicalEvent): Job | undefined {
  if (event.jobId === undefined) return undefined;
  const projectId = event.projectId ?? job?.projectId;
  const sessionId = event.sessionId ?? job?.sessionId;
  const step = stepOf(event) ?? job?.step;
  return {
    id: event.jobId,
    ...(projectId === undefined ? {} : { projectId }),
    ...(sessionId === undefined ? {} : { sessionId }),
    status: statusAfter(job, event),
    visibility: job?.visibility ?? event.visibility,
    title: textOf(event, 'instruction') ?? textOf(event, 'task') ?? job?.title ?? '',
    ...(step === undefined ? {} : { step }),
    startedAt: job?.startedAt ?? event.time,
    updatedAt: event.time,
  };
}

function statusAfter(job: Job | undefined, event: CanonicalEvent): JobStatus {
  if (event.type === 'job.completed' && event.data.success === false) return 'failed';
  const status = STATUS_AFTER[event.type];
  if (status !== undefined) return status;
  if (job !== undefined && hasEnded(job) && event.type !== 'job.started') return job.status;
  return 'running';
}

function stepOf(event: CanonicalEvent): string | undefined {
  const tool = textOf(event, 'tool');
  if (tool === undefined) return undefined;
  const object = textOf(event, 'file') ?? textOf(event, 'command');
  return object === undefined ? tool : `${tool} ${object}`;
}

function textOf(event: CanonicalEvent, field: string): string | undefined {
  const value = event.data[field];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
