// What GET /api/v1/stats takes and answers.
import { z } from 'zod';
import { BUCKET_NAMES } from '../../../stats/time-buckets.ts';
import type { Operation } from '../../documents/operation.ts';
import { projectParam, sinceParam, untilParam } from '../../reading/query.ts';

const BUCKET = `expected one of ${BUCKET_NAMES.join(', ')}, like bucket=1h`;

export const statsQuery = z.object({
  project_id: projectParam,
  since: sinceParam.optional(),
  until: untilParam.optional(),
  bucket: z
    .enum(BUCKET_NAMES, BUCKET)
    .optional()
    .meta({ description: 'The length of each part of that time.', examples: ['1h'] }),
});

const durations = {
  count: z.number(),
  median_seconds: z.number().nullable(),
  p90_seconds: z.number().nullable(),
};

const statsAnswer = z.object({
  since: z.string(),
  until: z.string(),
  bucket_seconds: z.number(),
  buckets: z
    .array(z.object({ at: z.string(), events: z.number(), failures: z.number() }))
    .meta({ description: 'Oldest first.' }),
  truncated: z
    .boolean()
    .meta({ description: 'Only the newest events were counted: those since `counted_since`.' }),
  counted_since: z.string().nullable(),
  cost: z
    .array(z.object({ project_id: z.string().nullable(), usd: z.number(), jobs: z.number() }))
    .meta({
      description:
        'Of the jobs that changed in that time; `null`: of no project. The most expensive first.',
    }),
  decisions: z
    .object({
      ...durations,
      projects: z.array(z.object({ project_id: z.string().nullable(), ...durations })),
    })
    .meta({ description: 'From a request to the decision of a person.' }),
});
export type StatsAnswer = z.infer<typeof statsAnswer>;

export const GET_STATS: Operation = {
  id: 'getStats',
  tag: 'statistics',
  summary: 'Numbers of some time',
  description:
    'Events and failures over time, what jobs cost, how long decisions took, of what the caller may see. Without `since` and `until`: of the last day. An answer may be 5 seconds old.',
  query: statsQuery,
  answers: { 200: { description: 'Numbers.', content: { 'application/json': statsAnswer } } },
};
