// The envelope of a jobs message, and the payload fields that events of other dialects can fill.
import { z } from 'zod';
import type { JsonObject, JsonValue } from '../../event/canonical-event.ts';
import { MAX_ID } from '../../event/id-limit.ts';
import { eventType, idOf, timeOf } from '../fields.ts';
import { isJsonObject } from '../json-text.ts';

const PAYLOAD_EXPECTED =
  'must be an object with the id of the job, like {"id": "job_7f3a91", "status": "running"}';
const ID_EXPECTED = `must be the job id: text of up to ${MAX_ID} characters, or an integer that JSON keeps exactly, like "job_7f3a91"`;

const payload = z.custom<JsonObject>(isJsonObject, PAYLOAD_EXPECTED);
const EXAMPLE = {
  type: 'job.updated',
  payload: { id: 'job_7f3a91', status: 'running', progress: 0.4, cost_usd: 0.12 },
};
const jobId = z
  .custom<string | number>((value) => idOf(value as JsonValue) !== undefined, {
    error: ID_EXPECTED,
  })
  .meta({ type: ['string', 'integer'] });
const type = eventType('job.updated');

/** For messages of this dialect's own producers. */
export const jobsSchema = z.object({ type, payload: payload.pipe(z.object({ id: jobId })) });

/** For documents. */
export const jobsAccepted = z
  .object({ type, payload: z.looseObject({ id: jobId }) })
  .meta({ description: 'A job as it stands after an event.', examples: [EXAMPLE] });

/** As `encode` writes it; an event of another dialect may have no job. */
export const jobsWritten = z
  .looseObject({
    type: z.string().meta({ description: '`job.cancelled` has two l here.' }),
    payload: z.looseObject({ id: z.union([z.string(), z.int()]).optional() }),
  })
  .meta({ id: 'JobsEvent', description: 'An event in the jobs shape.', examples: [EXAMPLE] });

/** For what `encode` wrote of another dialect's event, which may have no job. */
export const foreignSchema = z.object({ type, payload });

type Fits = (value: JsonValue) => boolean;
const isText: Fits = (value) => typeof value === 'string';
const isAmount: Fits = (value) => typeof value === 'number' && value >= 0;
const isCount: Fits = (value) => Number.isSafeInteger(value) && isAmount(value);

const PAYLOAD: ReadonlyMap<string, Fits> = new Map([
  ['status', isText],
  ['task', isText],
  ['branch_base', isText],
  ['budget_usd', isAmount],
  ['max_requests', isCount],
  ['max_minutes', isAmount],
  ['model_cto', isText],
  ['model_coder', isText],
  ['cost_usd', isAmount],
  ['tokens_in', isCount],
  ['tokens_out', isCount],
  ['requests_made', isCount],
  ['progress', (value) => isAmount(value) && Number(value) <= 1],
  ['last_action', isText],
  ['pr_links', (value) => Array.isArray(value) && value.every(isText)],
  ['created_at', (value) => timeOf(value) !== undefined],
]);

/** The fields of `data` that mean the same in a payload of this dialect. */
export function payloadFieldsOf(data: JsonObject): JsonObject {
  const fits = ([name, value]: [string, JsonValue]) => PAYLOAD.get(name)?.(value) === true;
  return Object.fromEntries(Object.entries(data).filter(fits));
}
