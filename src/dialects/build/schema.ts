// Required fields of a build message; all others are free.
import { z } from 'zod';
import type { JsonValue } from '../../event/canonical-event.ts';
import { eventType, idOf } from '../fields.ts';

const JOB_EXPECTED =
  'must be the job id, like "b-42", unless the channel names it, as in job:b-42:events';

const type = eventType('build.stage.started');

/** For messages whose channel or leftovers name the job. */
export const knownJobSchema = z.object({ type });

/** For messages that must name the job themselves. */
export const buildSchema = z.object({
  type,
  job_id: z.custom<string | number>((value) => idOf(value as JsonValue) !== undefined, {
    error: JOB_EXPECTED,
  }),
});
