// The steps of a job: how many there were, and the newest few.
import { z } from 'zod';
import type { CanonicalEvent, JsonValue } from '../event/canonical-event.ts';
import { cardEffectOf, type JobState } from '../event/event-types.ts';
import { shortened } from './field-text.ts';
import { isEnd, isRestart } from './job-status.ts';
import { stepOf } from './step-text.ts';

/** Steps that are kept. A job is read and written with each of its events, so it must stay small. */
const NEWEST = 5;
/** UTF-16 units of each. */
const MAX_LENGTH = 120;

export const stepsSchema = z
  .object({
    count: z.int(),
    /** The newest last, in the producer's words: `Bash npm test`. */
    newest: z.array(z.string()).readonly(),
    /** The last of them is done; those before it are. */
    isDone: z.literal(true).exactOptional(),
  })
  .readonly();
export type JobSteps = z.infer<typeof stepsSchema>;

interface Stepping {
  readonly status: JobState;
  readonly steps?: JobSteps;
}

/** The steps after this event; a job that starts again after its end begins with none. */
export function stepsAfter(job: Stepping | undefined, event: CanonicalEvent): JobSteps | undefined {
  const known = job !== undefined && isEnd(job.status) && isRestart(event) ? undefined : job?.steps;
  if (cardEffectOf(event.type) !== 'step') return known;
  const step = stepOf(event);
  if (step === undefined) return known;
  const text = shortened(step, MAX_LENGTH);
  const { count = 0, newest = [] } = known ?? {};
  const isSame = newest.at(-1) === text;
  return {
    count: isSame ? count : count + 1,
    newest: isSame ? newest : [...newest, text].slice(-NEWEST),
    ...(endsStep(event) ? { isDone: true } : {}),
  };
}

const DONE: ReadonlySet<JsonValue | undefined> = new Set(['completed', 'ready', 'done']);

function endsStep({ type, data }: CanonicalEvent): boolean {
  return /[._]completed$/.test(type) || (type !== 'job.updated' && DONE.has(data.status));
}
