// What GET /api/v1/stats takes and answers.
import { z } from 'zod';
import { BUCKET_NAMES } from '../../../stats/time-buckets.ts';
import { idParam, instantParam } from '../../reading/query.ts';

const BUCKET = `expected one of ${BUCKET_NAMES.join(', ')}, like bucket=1h`;

export const statsQuery = z.object({
  project_id: idParam('project_id=acme/shop').optional(),
  since: instantParam.optional(),
  until: instantParam.optional(),
  bucket: z.enum(BUCKET_NAMES, BUCKET).optional(),
});

const durations = {
  count: z.number(),
  median_seconds: z.number().nullable(),
  p90_seconds: z.number().nullable(),
};

export const statsAnswer = z.object({
  since: z.string(),
  until: z.string(),
  bucket_seconds: z.number(),
  /** Oldest first. */
  buckets: z.array(z.object({ at: z.string(), events: z.number(), failures: z.number() })),
  /** Only the newest events were counted: those since `counted_since`. */
  truncated: z.boolean(),
  counted_since: z.string().nullable(),
  /** Of the jobs that changed in that time; `null`: of no project. The most expensive first. */
  cost: z.array(z.object({ project_id: z.string().nullable(), usd: z.number(), jobs: z.number() })),
  /** From a request to the decision of a person. */
  decisions: z.object({
    ...durations,
    projects: z.array(z.object({ project_id: z.string().nullable(), ...durations })),
  }),
});
export type StatsAnswer = z.infer<typeof statsAnswer>;
