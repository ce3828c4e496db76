// Failures, and what succeeds later: the same job, or the same task of a project in another job.
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { stableName } from '../event/event-id.ts';
import { hasEnded, jobFor } from '../jobs/job-board.ts';
import type { Applied } from '../jobs/job-table.ts';
import type { Position } from '../journal/journal.ts';
import type { Effect } from './route-store.ts';

interface Happened {
  readonly position: Position;
  /** RFC 3339 UTC. */
  readonly at: string;
  readonly isFailure: boolean;
  readonly isInternal: boolean;
}

export function repairEffects(
  { position, at, isFailure, isInternal }: Happened,
  applied: Applied | undefined,
): Effect[] {
  if (applied === undefined) return [];
  const { job, before } = applied;
  const now = jobFor(job, isInternal);
  const names = namesOf(applied.key, now, isInternal);
  if (isFailure) return [{ kind: 'failure', position, names }];
  const was = before && jobFor(before, isInternal);
  const succeeds = now.status === 'completed' && was?.status !== 'completed';
  return succeeds && hasEnded(now) ? [{ kind: 'fixed', position, names, at }] : [];
}

/** What is internal is apart: it fixes nothing that others see. */
function namesOf(
  key: string,
  { title, projectId }: Pick<CanonicalEvent, 'projectId'> & { readonly title: string },
  isInternal: boolean,
): string[] {
  const visibility = isInternal ? 'internal' : 'public';
  const task = title.trim().toLowerCase();
  const ofJob = stableName('failed job', visibility, key);
  return task === '' ? [ofJob] : [ofJob, stableName('failed task', visibility, projectId, task)];
}
