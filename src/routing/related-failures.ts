// Failures that are one matter to their readers: a stage fails and so does its job, or a session and its job. The
// message of the first reports the second too, where that comes soon after it.
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { stableName } from '../event/event-id.ts';
import { describe, isOfSilence } from '../event/event-types.ts';
import { hasEnded, type Job, jobFor } from '../jobs/job-board.ts';
import type { JobKey } from '../jobs/job-key.ts';
import type { Applied } from '../jobs/job-table.ts';

/** Names under which failures find each other; the first that is found counts. */
export interface RelatedFailure {
  /** The message of a recent failure with one of these names becomes the message of this one. */
  readonly replaces: readonly string[];
  /** The message of a recent failure with one of these names reports this one, too. */
  readonly joins: readonly string[];
  /** Later failures find it by these. */
  readonly knownAs: readonly string[];
}

/** What an event did to its job, or nothing, says what it is related to; `undefined` for what stands alone. */
export type Relate = (applied: Applied | undefined) => RelatedFailure | undefined;

/**
 * Two stages that fail are two matters; so are a job's failure and the next one after it was started again.
 * Whatever throws does so before there is an answer.
 */
export function relateFailure(event: CanonicalEvent): Relate {
  if (!describe(event).failure || isOfSilence(event.type)) return () => undefined;
  const { visibility, projectId, sessionId } = event;
  const isInternal = visibility === 'internal';
  const ofJob = (what: 'part' | 'end', keys: readonly JobKey[]) =>
    keys.map((key) => stableName('related failure', visibility, what, 'job', key));
  const ofSession = (what: 'part' | 'end') =>
    sessionId === undefined
      ? []
      : [stableName('related failure', visibility, what, 'session', projectId, sessionId)];
  const session = { part: ofSession('part'), end: ofSession('end') };
  return (applied) => {
    if (applied === undefined) {
      const related = { replaces: [], joins: session.end, knownAs: session.part };
      return session.end.length === 0 ? undefined : related;
    }
    const keys = keysOf(applied);
    const { isOver, ends } = endOf(applied, isInternal);
    if (!isOver) return { replaces: [], joins: [], knownAs: ofJob('part', keys) };
    if (!ends) return { replaces: [], joins: ofJob('end', keys), knownAs: [] };
    return {
      replaces: [...ofJob('part', keys), ...session.part],
      joins: [],
      knownAs: [...ofJob('end', keys), ...session.end],
    };
  };
}

function keysOf({ key, move }: Applied): JobKey[] {
  return move?.movedFrom === undefined ? [key] : [key, move.movedFrom];
}

/** As its readers see it: whether the job is over, and whether this is its end. */
export function endOf({ job, before }: Applied, isInternal: boolean) {
  const isEnded = (one: Job | undefined) => one !== undefined && hasEnded(jobFor(one, isInternal));
  const isOver = isEnded(job);
  return { isOver, ends: isOver && !isEnded(before) };
}
