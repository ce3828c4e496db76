// The query parameters that several routes share.

import { z } from 'zod';
import { isEventPattern } from '../../event/event-pattern.ts';
import { defined } from '../../runtime/defined.ts';
import type { RequestedFilter } from '../access/event-filter.ts';
import { type Parsed, parseInput } from '../request/validate.ts';

const ID = 'expected one id of 1 to 512 characters, given once, like';
const INSTANT =
  'expected an RFC 3339 instant or epoch milliseconds, like 2026-03-02T09:00:00Z or 1772442000000';
const LIMIT = 'expected a whole number from 1 to 1000, like limit=100';
const TYPES = 'expected types and patterns separated by commas, like job.failed,pr.*';
/** The end of the year 9999, the last that RFC 3339 can express. */
const MAX_INSTANT_MS = 253_402_300_799_999;

export const idParam = (example: string) =>
  z.string(`${ID} ${example}`).min(1, `${ID} ${example}`).max(512, `${ID} ${example}`);

const patterns = z
  .string(TYPES)
  .max(4_096, TYPES)
  .transform((text) => text.split(',').map((pattern) => pattern.trim()))
  .refine((list) => list.every(isEventPattern), TYPES);

export const instantParam = z.string(INSTANT).transform((text, context) => {
  const at = epochMs(text);
  if (at !== undefined) return new Date(at).toISOString();
  context.addIssue({ code: 'custom', message: INSTANT });
  return z.NEVER;
});

/** Filters that all event routes share. */
export const eventQuery = z.object({
  project_id: idParam('project_id=acme/shop').optional(),
  session_id: idParam('session_id=s-1').optional(),
  job_id: idParam('job_id=j-1').optional(),
  types: patterns.optional(),
  since: instantParam.optional(),
});

export const limit = z
  .string(LIMIT)
  .regex(/^\d{1,4}$/, LIMIT)
  .transform(Number)
  .refine((count) => count >= 1 && count <= 1_000, LIMIT)
  .default(100);

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
