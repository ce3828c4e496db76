// The envelope of a televibe message: lenient, since its publishers differ. The payload stays
// untouched.
import { z } from 'zod';
import type { JsonObject } from '../../event/canonical-event.ts';
import { isJsonObject } from '../json-text.ts';

const ID_LIMIT = 512;
const TYPE_FORM = /^[^\s\p{Cc}]{1,200}$/u;
const CHAT_ID_FORM = /^-?\d{1,16}$/;

const ID_EXPECTED = `must be text of up to ${ID_LIMIT} characters, or an integer that JSON keeps exactly, like "S12"`;
const RECIPIENTS_EXPECTED = 'must be "all" or a list of chat ids, like ["1001", -1002003004005]';

/** Absent, null and empty mean the same. */
const id = z
  .union(
    [z.string().max(ID_LIMIT, ID_EXPECTED), z.number().refine(Number.isSafeInteger, ID_EXPECTED)],
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

const jsonObject = (expected: string) => z.custom<JsonObject>(isJsonObject, expected);

/** Fields that jobwire understands; all others become extensions of the event. */
export const televibeSchema = z.object({
  event_id: id,
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
});

/** The known fields of `source`; its others are kept as extensions. */
export const sourceSchema = z.object({ component: id, instance_id: id });

export type TelevibeFields = z.output<typeof televibeSchema>;
