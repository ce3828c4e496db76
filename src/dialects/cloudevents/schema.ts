// CloudEvents 1.0 in its structured JSON form (github.com/cloudevents/spec, json-format.md): which
// attributes jobwire reads, and what any other attribute may be.
import { z } from 'zod';
import type { JsonObject, JsonValue } from '../../event/canonical-event.ts';
import { MAX_ID } from '../../event/id-limit.ts';
import { check, decodeError, eventType } from '../fields.ts';
import { isBase64 } from './payload.ts';

const NAME_FORM = /^[a-z0-9]+$/;
const SOURCE_FORM = /^[^\s\p{Cc}]+$/u;

const text = (example: string) => {
  const expected = `must be text of 1 to ${MAX_ID} characters, like "${example}"`;
  return z.string(expected).min(1, expected).max(MAX_ID, expected);
};
const BYTES_EXPECTED = 'must be text in base64, like "aGVsbG8="';
const SOURCE_EXPECTED = 'must be a URI reference without spaces, like "/builds/runner-1"';

/** Attributes that events have a field for, besides id, source, type and time. */
export const CONTEXT = [
  ['projectid', 'projectId'],
  ['sessionid', 'sessionId'],
  ['jobid', 'jobId'],
  ['stage', 'stage'],
  ['correlationid', 'correlationId'],
  ['causationid', 'causationId'],
] as const;

/** An attribute that is null counts as absent, as the CloudEvents format says. */
export const cloudEventSchema = z
  .object({
    specversion: z.literal('1.0', 'must be "1.0"'),
    id: text('A234-1234-1234'),
    source: z
      .string(SOURCE_EXPECTED)
      .max(MAX_ID, SOURCE_EXPECTED)
      .refine(isSource, SOURCE_EXPECTED),
    type: eventType('com.example.build.completed'),
    /** Unreadable counts as absent (timestamp.ts). */
    time: z.unknown().optional(),
    projectid: text('acme/gateway').nullish(),
    sessionid: text('S12').nullish(),
    jobid: text('job_7f3a91').nullish(),
    stage: text('deploy').nullish(),
    correlationid: text('A234-1234-1234').nullish(),
    causationid: text('A234-1234-1234').nullish(),
    visibility: z.enum(['public', 'internal'], 'must be "public" or "internal"').nullish(),
    subject: z.string('must be text, like "main.ts"').nullish(),
    datacontenttype: z.string('must be text, like "application/json"').nullish(),
    dataschema: z.string('must be text, like "https://example.com/schema.json"').nullish(),
    data_base64: z.string(BYTES_EXPECTED).refine(isBase64, BYTES_EXPECTED).nullish(),
    data: z.unknown().optional().meta({ description: 'What its producer says.' }),
    jobwire: z.string('must be the JSON text of an object').nullish(),
  })
  .meta({
    id: 'CloudEvent',
    description:
      'A CloudEvent 1.0. Extension attributes have names of lower-case letters and digits, and text, numbers or true and false as values.',
    examples: [
      {
        specversion: '1.0',
        id: 'A234-1234-1234',
        source: '/builds/runner-1',
        type: 'job.completed',
        time: '2026-03-02T09:00:00Z',
        projectid: 'acme/shop',
        jobid: 'j-1',
        datacontenttype: 'application/json',
        data: { success: true },
      },
    ],
  });

/** Members that jobwire reads itself; any other attribute is an extension of the event. */
const KNOWN: ReadonlySet<string> = new Set([
  ...['specversion', 'id', 'source', 'type', 'time', 'visibility', 'jobwire'],
  ...['data', 'data_base64'],
  ...CONTEXT.map(([name]) => name),
]);
const TEXT_ONLY: ReadonlySet<string> = new Set(['subject', 'datacontenttype', 'dataschema']);

export function isSource(written: string): boolean {
  return SOURCE_FORM.test(written);
}

export function isExtension(name: string): boolean {
  return !KNOWN.has(name);
}

/** Whether CloudEvents has room for an extension of this name and value. */
export function fitsAsExtension(name: string, value: JsonValue): boolean {
  if (!isExtension(name) || !NAME_FORM.test(name) || value === null) return false;
  return typeof value === 'string' || (typeof value !== 'object' && !TEXT_ONLY.has(name));
}

/** Throws `decode_failed` with everything that is wrong with the attributes. */
export function checkCloudEvent(content: JsonObject): void {
  check(cloudEventSchema, content, 'A CloudEvent');
  if (content.data !== undefined && typeof content.data_base64 === 'string') {
    throw decodeError('A CloudEvent: it must have either data or data_base64, not both.');
  }
  const isInvalidExtension = ([name, value]: [string, JsonValue]) =>
    isExtension(name) && value !== null && !fitsAsExtension(name, value);
  if (!Object.entries(content).some(isInvalidExtension)) return;
  throw decodeError(
    'A CloudEvent: extension attributes must have names of lower-case letters and digits, and text, numbers, true or false as values, like "tenant": "acme"; structured values belong in data.',
  );
}
