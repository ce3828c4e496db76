// The query parameters that several routes share.

import { z } from 'zod';
import { isEventPattern } from '../../event/event-pattern.ts';
import { MAX_ID } from '../../event/id-limit.ts';
import { defined } from '../../runtime/defined.ts';
import type { RequestedFilter } from '../access/event-filter.ts';
import { type Parsed, parseInput } from '../request/validate.ts';

const ID = `expected one id of 1 to ${MAX_ID} characters, given once, like`;
const INSTANT =
  'expected an RFC 3339 instant or epoch milliseconds, like 2026-03-02T09:00:00Z or 1772442000000';
const LIMIT = 'expected a whole number from 1 to 1000, like limit=100';
const TYPES = 'expected types and patterns separated by commas, like job.failed,pr.*';
/** The end of the year 9999, the last that RFC 3339 can express. */
const MAX_INSTANT_MS = 253_402_300_799_999;

/** `example`: the parameter with a value, like `job_id=j-1`. */
export const idParam = (example: string) =>
  z
    .string(`${ID} ${example}`)
    .min(1, `${ID} ${example}`)
    .max(MAX_ID, `${ID} ${example}`)
    .meta({ examples: [example.slice(example.indexOf('=') + 1)] });

/** Of anything that has an id, in a path. */
export const pathId = (description: string, example: string) =>
  z
    .string()
    .min(1)
    .max(MAX_ID)
    .meta({ description, examples: [example] });

const patterns = z
  .string(TYPES)
  .max(4_096, TYPES)
  .meta({
    description: 'Types and patterns, separated by commas.',
    examples: ['job.failed,pr.*'],
  })
  .transform((text) => text.split(',').map((pattern) => pattern.trim()))
  .refine((list) => list.every(isEventPattern), TYPES);

const instant = (description: string) =>
  z
    .string(INSTANT)
    .meta({ description, examples: ['2026-03-02T09:00:00Z', '1772442000000'] })
    .transform((text, context) => {
      const at = epochMs(text);
      if (at !== undefined) return new Date(at).toISOString();
      context.addIssue({ code: 'custom', message: INSTANT });
      return z.NEVER;
    });

export const sinceParam = instant('This instant and later: RFC 3339, or epoch milliseconds.');
export const untilParam = instant('This instant and earlier: RFC 3339, or epoch milliseconds.');

const only = (what: string) => ({ description: `Only of this ${what}.` });
export const projectParam = idParam('project_id=acme/shop').optional().meta(only('project'));
export const sessionParam = idParam('session_id=s-1').optional().meta(only('session'));
export const jobParam = idParam('job_id=j-1').optional().meta(only('job'));

/** Filters that all event routes share. */
export const eventQuery = z.object({
  project_id: projectParam,
  session_id: sessionParam,
  job_id: jobParam,
  types: patterns.optional(),
  since: sinceParam.optional(),
});

const MAX_COUNT = 1_000;

/** A number of things, as text. `expected` is said about all others. */
export const countParam = (expected: string, { most, usual }: { most: number; usual: number }) =>
  z
    .string(expected)
    .regex(/^\d{1,4}$/, expected)
    .meta({
      type: 'integer',
      minimum: 1,
      maximum: most,
      pattern: undefined,
      examples: [usual],
      default: usual,
    })
    .transform(Number)
    .refine((count) => count >= 1 && count <= most, expected)
    .default(usual);

/** How many of a list; `usual` if it is not given. */
export const limitParam = (usual: number) =>
  countParam(LIMIT, { most: MAX_COUNT, usual }).meta({ description: 'How many at most.' });

export const limit = limitParam(100);

type EventQuery = z.infer<typeof eventQuery> & { readonly until?: string | undefined };

export function filterOf(query: EventQuery): RequestedFilter {
  const { project_id, session_id, job_id, types, since, until } = query;
  return {
    ...defined({
      projectId: project_id,
      sessionId: session_id,
      jobId: job_id,
      types,
      since,
      until,
    }),
  };
}

/** Parameters that the schema does not name are passed over. */
export function parseQuery<T>(schema: z.ZodType<T>, query: unknown): Parsed<T> {
  return parseInput(schema, query, { status: 400, whole: 'query' });
}

/** A `+` before the zone offset arrives as a space if it was not encoded. */
function epochMs(text: string): number | undefined {
  if (/^\d{1,15}$/.test(text)) return Number(text) <= MAX_INSTANT_MS ? Number(text) : undefined;
  const instant = text.replace(/ (\d\d:\d\d)$/, '+$1').replace(/^(\d{4}-\d\d-\d\d)[ t]/, '$1T');
  if (!z.iso.datetime({ offset: true }).safeParse(instant).success) return undefined;
  const at = Date.parse(instant);
  return at >= 0 && at <= MAX_INSTANT_MS ? at : undefined;
}
