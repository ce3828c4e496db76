// The envelope of a pipeline's message, its two spellings made one. The payload is handed through
// untouched.
import { z } from 'zod';
import type { JsonObject, JsonValue } from '../../event/canonical-event.ts';
import { isEventType } from '../fields.ts';
import { isJsonObject } from '../json-text.ts';

const TYPE_EXPECTED = '(or event_type) must be a name without spaces, like "stage_started"';
const PAYLOAD_EXPECTED = '(or metadata) must be an object, like {"words": 812}';

/** Fields with two spellings; the first is the one that is written. */
const SPELLINGS = [
  ['ts', 'timestamp'],
  ['type', 'event_type'],
  ['payload', 'metadata'],
] as const;

/** Null in these means that there is none; null in an unknown field is kept. */
const NULLABLE: ReadonlySet<string> = new Set([
  ...SPELLINGS.flat(),
  'stage',
  'status',
  'message',
  'project_id',
]);

const optional = (isRead: (value: JsonValue) => boolean, expected: string) =>
  z.custom<JsonValue>((value) => isRead(value as JsonValue), expected).nullish();

/** Of `fields`. */
export const pipelineSchema = z.object({
  /** What can't be read counts as none (timestamp.ts). */
  ts: z.unknown().optional(),
  type: z.custom<string>((type) => typeof type === 'string' && isEventType(type), TYPE_EXPECTED),
  payload: optional(isJsonObject, PAYLOAD_EXPECTED),
});

export interface PipelineMessage {
  /** In the spelling that is written. */
  readonly fields: JsonObject;
  /** All other fields of the message; known ones that are null are left out. */
  readonly others: JsonObject;
}

export function sortFields(content: JsonObject): PipelineMessage {
  const isGiven = ([name, value]: [string, JsonValue]) => value !== null || !NULLABLE.has(name);
  const others = new Map(Object.entries(content).filter(isGiven));
  const fields: Record<string, JsonValue> = {};
  for (const [first, second] of SPELLINGS) {
    const spelling = others.has(first) ? first : second;
    const value = others.get(spelling);
    if (value !== undefined) fields[first] = value;
    others.delete(spelling);
  }
  return { fields, others: Object.fromEntries(others) };
}
