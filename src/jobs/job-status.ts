// The state of a job after an event: what the event says of it, and when that counts.
import type { CanonicalEvent, JsonValue } from '../event/canonical-event.ts';
import { describe } from '../event/event-types.ts';

/** See Job in job-board.ts. */
export type Status = 'queued' | 'running' | 'waiting' | 'completed' | 'failed' | 'canceled';

interface Standing {
  readonly status: Status;
  readonly updatedAt: string;
}

const ENDED: ReadonlySet<Status> = new Set(['completed', 'failed', 'canceled']);

export function isEnd(status: Status): boolean {
  return ENDED.has(status);
}

const AFTER: ReadonlyMap<string, Status> = new Map([
  ['job.queued', 'queued'],
  ['job.created', 'queued'],
  ['job.approval_needed', 'waiting'],
  ['gate.pause', 'waiting'],
  ['job.completed', 'completed'],
  ['job.failed', 'failed'],
  ['job.canceled', 'canceled'],
]);

/** They tell the state of the whole job in `data.status`; those of a build also name stages there. */
const OF_JOB = /^job\.(?:created|updated)$/;
/** What people say of a request: the job goes on waiting. */
const COMMENT = 'job.approval_comment';
const OF_BUILD = /^(?:build\..+|snapshot\.updated|documentation\.updated)$/;

const STATED: ReadonlyMap<JsonValue | undefined, Status> = new Map([
  ['pending', 'queued'],
  ['queued', 'queued'],
  ['running', 'running'],
  ['paused', 'waiting'],
  ['waiting', 'waiting'],
  ['completed', 'completed'],
  ['ready', 'completed'],
  ['failed', 'failed'],
  ['cancelled', 'canceled'],
  ['canceled', 'canceled'],
]);

/** Somebody set the job going again, whatever the clocks say. */
const RESTARTS: ReadonlySet<string> = new Set([
  'job.created',
  'job.queued',
  'job.started',
  'job.resumed',
]);

export function isRestart({ type }: CanonicalEvent): boolean {
  return RESTARTS.has(type);
}

/** Only a job that goes on says so; other news may come in after the end. */
const GOES_ON: ReadonlySet<string> = new Set([
  'job.updated',
  'job.approval_needed',
  'gate.pause',
  'build.stage.started',
]);

/**
 * The state after this event. An end stands against everything but a restart, another end and news
 * that only a job which goes on can tell; the latter two count unless they are older.
 */
export function statusAfter(job: Standing | undefined, event: CanonicalEvent): Status {
  const told = toldBy(event);
  if (job === undefined) return told ?? 'running';
  if (!isEnd(job.status)) {
    const changesNothing = OF_JOB.test(event.type) || event.type === COMMENT;
    return told ?? (changesNothing ? job.status : 'running');
  }
  if (isRestart(event)) return told ?? 'running';
  const counts = told !== undefined && (isEnd(told) || GOES_ON.has(event.type));
  return counts && event.time >= job.updatedAt ? told : job.status;
}

function toldBy(event: CanonicalEvent): Status | undefined {
  const { type, data } = event;
  const isOfBuild = OF_BUILD.test(type);
  const stated = isOfBuild || OF_JOB.test(type) ? STATED.get(data.status) : undefined;
  if (stated !== undefined) return stated;
  if (isOfBuild) return typeof data.status === 'string' ? 'running' : undefined;
  return type === 'job.completed' && describe(event).failure ? 'failed' : AFTER.get(type);
}
