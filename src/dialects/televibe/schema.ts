// The envelope of a televibe message: lenient, since its publishers differ. The payload stays
// untouched.
import { z } from 'zod';
import type { JsonObject } from '../../event/canonical-event.ts';
import { MAX_ID } from '../../event/id-limit.ts';
import { isJsonObject } from '../json-text.ts';

const TYPE_FORM = /^[^\s\p{Cc}]{1,200}$/u;
const CHAT_ID_FORM = /^-?\d{1,16}$/;

const ID_EXPECTED = `must be text of up to ${MAX_ID} characters, or an integer that JSON keeps exactly, like "S12"`;
const RECIPIENTS_EXPECTED = 'must be "all" or a list of chat ids, like ["1001", -1002003004005]';

/** Absent, null and empty mean the same. */
const id = z
  .union(
    [z.string().max(MAX_ID, ID_EXPECTED), z.number().refine(Number.isSafeInteger, ID_EXPECTED)],
    ID_EXPECTED,
  )
  .nullish()
  .transform((value) => (value === undefined || value === null ? undefined : String(value)))
  .transform((value) => (value === '' ? undefined : value));

const chatId = z
  .union(
    [z.string().regex(CHAT_ID_FORM, RECIPIENTS_EXPECTED).transform(Number), z.number()],
    RECIPIENTS_EXPECTED,
  )
  .refine(Number.isSafeInteger, RECIPIENTS_EXPECTED)
  // Makes -0 (of "-0") 0, as writing it as JSON would.
  .transform((value) => value + 0);

const jsonObject = (expected: string) =>
  z.custom<JsonObject>(isJsonObject, expected).meta({ type: 'object' });

/** Fields that jobwire understands; all others become extensions of the event. */
export const televibeSchema = z
  .object({
    event_id: id.meta({ description: 'Without it, a hash of its content.' }),
    event_type: z
      .string('must be a dotted name, like "job.started"')
      .regex(TYPE_FORM, 'must be a dotted name without spaces, like "job.started"'),
    /** Unreadable counts as absent (timestamp.ts). */
    timestamp: z.unknown().optional(),
    source: jsonObject('must be an object, like {"component": "runner"}').nullish(),
    project_id: id,
    session_id: id,
    job_id: id,
    data: jsonObject('must be an object, like {"error": "tests fail"}').nullish(),
    visibility: z
      .enum(['public', 'internal'], 'must be "public" or "internal"')
      .nullish()
      .transform((value) => value ?? 'public'),
    recipients: z
      .union([z.literal('all'), z.array(chatId)], RECIPIENTS_EXPECTED)
      .nullish()
      .transform((value) => value ?? 'all'),
  })
  .meta({
    description: 'An event in the televibe shape. Only its type is required.',
    examples: [
      {
        event_type: 'job.started',
        project_id: 'acme/shop',
        job_id: 'j-1',
        data: { instruction: 'Add a cart' },
      },
      {
        event_id: '7d0c7f1e-2b8e-4f0b-8f3e-0c5a1c2d3e4f',
        event_type: 'job.completed',
        timestamp: '2026-03-02T09:00:00Z',
        project_id: 'acme/shop',
        job_id: 'j-1',
        data: { success: true, summary: 'The cart works' },
      },
    ],
  });

const textOrNull = z.string().nullable();

/** As `encode` writes it; fields that only its producer knows come with it. */
export const televibeWritten = z
  .looseObject({
    event_id: z.string(),
    event_type: z.string().meta({ description: 'A dotted name: `job.started`.' }),
    timestamp: z.iso.datetime().meta({ description: 'When it occurred, in UTC.' }),
    source: z.looseObject({ component: z.string(), instance_id: z.string().exactOptional() }),
    project_id: textOrNull,
    session_id: textOrNull,
    job_id: textOrNull,
    data: z.looseObject({}).meta({ description: 'What its producer says, unchanged.' }),
    visibility: z.enum(['public', 'internal']).meta({ description: '`internal`: for admins.' }),
    recipients: z.union([z.literal('all'), z.array(z.int()).readonly()]).meta({
      description: 'All, or the chats that it is for.',
    }),
    stage: z.string().exactOptional(),
    correlation_id: z.string().exactOptional(),
    causation_id: z.string().exactOptional().meta({ description: 'The event that led to it.' }),
  })
  .meta({
    id: 'TelevibeEvent',
    description: 'An event in the televibe shape.',
    examples: [
      {
        event_id: '7d0c7f1e-2b8e-4f0b-8f3e-0c5a1c2d3e4f',
        event_type: 'job.started',
        timestamp: '2026-03-02T09:00:00.000Z',
        source: { component: 'runner', instance_id: 'runner-1' },
        project_id: 'acme/shop',
        session_id: null,
        job_id: 'j-1',
        data: { instruction: 'Add a cart' },
        visibility: 'public',
        recipients: 'all',
      },
    ],
  });

/** The known fields of `source`; its others are kept as extensions. */
export const sourceSchema = z.object({ component: id, instance_id: id });

export type TelevibeFields = z.output<typeof televibeSchema>;
