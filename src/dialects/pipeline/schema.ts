// The envelope of a pipeline message, its two spellings made one. The payload stays untouched.
import { z } from 'zod';
import type { JsonObject, JsonValue } from '../../event/canonical-event.ts';
import { isEventType } from '../fields.ts';
import { isJsonObject } from '../json-text.ts';

const TYPE_EXPECTED = '(or event_type) must be a name without spaces, like "stage_started"';
const PAYLOAD_EXPECTED = '(or metadata) must be an object, like {"words": 812}';

/** Fields with two spellings; we write the first. */
const SPELLINGS = [
  ['ts', 'timestamp'],
  ['type', 'event_type'],
  ['payload', 'metadata'],
] as const;

/** Null in these means absent; null in an unknown field is kept. */
const NULLABLE: ReadonlySet<string> = new Set([
  ...SPELLINGS.flat(),
  'stage',
  'status',
  'message',
  'project_id',
]);

const optional = (isReadable: (value: JsonValue) => boolean, expected: string) =>
  z.custom<JsonValue>((value) => isReadable(value as JsonValue), expected).nullish();

/** Checks `PipelineMessage.fields`. */
export const pipelineSchema = z.object({
  /** Unreadable counts as absent (timestamp.ts). */
  ts: z.unknown().optional(),
  type: z.custom<string>((type) => typeof type === 'string' && isEventType(type), TYPE_EXPECTED),
  payload: optional(isJsonObject, PAYLOAD_EXPECTED),
});

const EXAMPLE = {
  ts: '2026-03-02T09:00:00Z',
  type: 'stage_completed',
  stage: 'storyboard',
  status: 'ok',
  message: '12 scenes',
  payload: { words: 812 },
};
const anything = z.looseObject({}).nullish();
const typeName = z
  .string()
  .meta({ description: 'A name without spaces; its first underscore stands for a dot.' });

/** Both spellings, for documents. */
export const pipelineAccepted = z
  .object({
    ts: z
      .unknown()
      .optional()
      .meta({ description: 'When it occurred; `timestamp` is read as well.' }),
    type: typeName.optional(),
    event_type: z.string().optional().meta({ description: 'Another name of `type`.' }),
    stage: z.unknown().optional().meta({ description: 'Usually text.' }),
    status: z.unknown().optional().meta({ description: 'Usually text.' }),
    message: z.unknown().optional().meta({ description: 'Usually text, for people.' }),
    payload: anything.meta({ description: '`metadata` is read as well.' }),
    project_id: z.unknown().optional().meta({ description: 'Usually text.' }),
  })
  .meta({
    description: 'An event of a staged job. It has `type` or `event_type`.',
    examples: [EXAMPLE, { type: 'gate_pause', stage: 'storyboard', payload: {} }],
  });

/** As `encode` writes it. Fields that are not of the type that is usual are passed on as they came. */
export const pipelineWritten = z
  .looseObject({
    ts: z.string().nullable().meta({ description: 'When it occurred.' }),
    type: typeName,
    stage: z.unknown().meta({ description: 'Usually text, or null.' }),
    status: z.unknown().meta({ description: 'Usually text, or null.' }),
    message: z.unknown().meta({ description: 'Usually text, for people.' }),
    payload: z.looseObject({}).nullable().meta({ description: 'What its producer says.' }),
    project_id: z.unknown().optional().meta({ description: 'Usually text.' }),
  })
  .meta({
    id: 'PipelineEvent',
    description: 'An event in the pipeline shape.',
    examples: [EXAMPLE],
  });

export interface PipelineMessage {
  /** In the spelling that we write. */
  readonly fields: JsonObject;
  /** All other fields of the message; known ones that are null are left out. */
  readonly others: JsonObject;
}

export function splitFields(content: JsonObject): PipelineMessage {
  const isPresent = ([name, value]: [string, JsonValue]) => value !== null || !NULLABLE.has(name);
  const others = new Map(Object.entries(content).filter(isPresent));
  const fields: Record<string, JsonValue> = {};
  for (const [first, second] of SPELLINGS) {
    const spelling = others.has(first) ? first : second;
    const value = others.get(spelling);
    if (value !== undefined) fields[first] = value;
    others.delete(spelling);
  }
  return { fields, others: Object.fromEntries(others) };
}
