// What every message of a build has; all else is free.
import { z } from 'zod';
import type { JsonValue } from '../../event/canonical-event.ts';
import { eventType, idOf } from '../fields.ts';

const JOB_EXPECTED =
  'must be the job, like "b-42", where the channel does not name it, as in job:b-42:events';

const type = eventType('build.stage.started');

/** A message whose place or addition tells the job. */
export const placedSchema = z.object({ type });

/** A message that has to tell the job itself. */
export const buildSchema = z.object({
  type,
  job_id: z.custom<string | number>((value) => idOf(value as JsonValue) !== undefined, {
    error: JOB_EXPECTED,
  }),
});
