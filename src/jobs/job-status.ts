// The state of a job after an event: what the event reports, and when that counts.
import type { CanonicalEvent, JsonValue } from '../event/canonical-event.ts';
import { describe, type JobState, jobEffectOf } from '../event/event-types.ts';

interface KnownStatus {
  readonly status: JobState;
  readonly updatedAt: string;
}

export const ENDED: ReadonlySet<JobState> = new Set(['completed', 'failed', 'canceled']);

export function isEnd(status: JobState): boolean {
  return ENDED.has(status);
}

/** What producers write in `data.status`. */
const STATED: ReadonlyMap<JsonValue | undefined, JobState> = new Map([
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

export function isRestart({ type }: CanonicalEvent): boolean {
  return jobEffectOf(type).restarts === true;
}

/**
 * The state after this event. An ended job stays ended, except by a restart, or by another end or news
 * that only a running job publishes, if these are not older.
 */
export function statusAfter(job: KnownStatus | undefined, event: CanonicalEvent): JobState {
  const { keepsState, restarts, provesRunning } = jobEffectOf(event.type);
  const stated = stateIn(event);
  if (job === undefined || restarts) return stated ?? 'running';
  if (!isEnd(job.status)) return stated ?? (keepsState ? job.status : 'running');
  const counts = stated !== undefined && (isEnd(stated) || provesRunning === true);
  return counts && event.time >= job.updatedAt ? stated : job.status;
}

/** The state that the event itself reports, by its data or its type. */
function stateIn(event: CanonicalEvent): JobState | undefined {
  const { type, data } = event;
  const { state, statusOf } = jobEffectOf(type);
  const stated = statusOf === undefined ? undefined : STATED.get(data.status);
  if (stated !== undefined) return stated;
  if (statusOf === 'build') return typeof data.status === 'string' ? 'running' : undefined;
  return state === 'completed' && describe(event).failure ? 'failed' : state;
}
