// The state of a job after some events.
import type { CanonicalEvent, JsonObject } from '../../src/event/canonical-event.ts';
import { fold, type Job } from '../../src/jobs/job-board.ts';
import { anEvent } from '../helpers/events.ts';

export type Step = readonly [type: string, data?: JsonObject, fields?: Partial<CanonicalEvent>];

/** A minute past nine. */
export const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 9, minute)).toISOString();

/** The job after these events, a minute apart unless they say otherwise. */
export function jobAfter(...steps: Step[]): Job {
  const job = steps.reduce<Job | undefined>(
    (known, [type, data = {}, fields], minute) =>
      fold(known, anEvent({ type, data, time: at(minute), ...fields })),
    undefined,
  );
  if (job === undefined) throw new Error('expected a job');
  return job;
}
