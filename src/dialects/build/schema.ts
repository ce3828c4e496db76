// Required fields of a build message; all others are free.
import { z } from 'zod';
import type { JsonValue } from '../../event/canonical-event.ts';
import { eventType, idOf } from '../fields.ts';

const JOB_EXPECTED =
  'must be the job id, like "b-42", unless the channel names it, as in job:b-42:events';

const type = eventType('build.stage.started');

/** For messages whose channel or leftovers name the job. */
export const knownJobSchema = z.object({ type });

const jobId = z
  .custom<string | number>((value) => idOf(value as JsonValue) !== undefined, {
    error: JOB_EXPECTED,
  })
  .meta({ type: ['string', 'integer'] });

/** For messages that must name the job themselves. */
export const buildSchema = z.object({ type, job_id: jobId });

/** For documents: the channel names the job. */
export const buildAccepted = z
  .object({
    type,
    job_id: jobId.optional(),
    status: z.string().optional().meta({ description: 'The last one is `ready` or `failed`.' }),
    stage: z.string().optional(),
  })
  .meta({
    description: 'A message of a build.',
    examples: [
      { type: 'build.stage.started', job_id: 'b-42', stage: 'compile', status: 'running' },
    ],
  });
