// The pipeline format: the lines of `runs/<job id>/events.jsonl`, and a job's events over HTTP.

import type { CanonicalEvent, JsonObject, JsonValue } from '../../event/canonical-event.ts';
import { contentId } from '../../event/event-id.ts';
import { defined } from '../../runtime/defined.ts';
import type { Decoded, Dialect, RawMessage, RawOrigin } from '../dialect.ts';
import { check, decodeError, textOf, without } from '../fields.ts';
import { isJsonObject, parseObject } from '../json-text.ts';
import { LEFTOVERS_FIELD, type PartialEvent, readLeftovers } from '../leftovers.ts';
import { readNamedTime, withUnreadableTime } from '../timestamp.ts';
import { leftoversOf, type ShapeFields, wholeEvent } from '../whole-event.ts';
import { HEARTBEAT_TYPE, readType, writeType } from './event-type.ts';
import { headlineOf, statusOf } from './headline.ts';
import {
  type PipelineMessage,
  pipelineAccepted,
  pipelineSchema,
  pipelineWritten,
  splitFields,
} from './schema.ts';

const NAME = 'pipeline';
const JOB_EXPECTED =
  'A pipeline message: its job must be named by its file, like runs/<job id>/events.jsonl, or by a field, like "job_id": "spring-trailer-01".';

/** Whether an extension survives the round trip as a field of the message. */
type Fits = (value: JsonValue, fields: PartialEvent) => boolean;
const never: Fits = () => false;
const FITS: ReadonlyMap<string, Fits> = new Map<string, Fits>([
  ['ts', never],
  ['type', never],
  ['payload', never],
  [LEFTOVERS_FIELD, never],
  ['message', (value) => value !== null && value !== ''],
  ['stage', (value, { stage }) => stage === undefined && isMalformed(value)],
  ['project_id', (value, { projectId }) => projectId === undefined && isMalformed(value)],
  ['job_id', (value, { jobId }) => jobId !== undefined || textOf(value) === undefined],
]);

export const pipeline: Dialect = {
  name: NAME,
  accepts: pipelineAccepted,
  writes: pipelineWritten,
  sources: [{ kind: 'runs' }],
  decode,
  encode,
};

function decode({ text, arrivedAt, about = {} }: RawMessage): Decoded | undefined {
  const message = splitFields(parseObject(text));
  check(pipelineSchema, message.fields, 'A pipeline message');
  const found = message.others[LEFTOVERS_FIELD];
  // The source outranks what the message says about its job and project.
  const leftovers = isJsonObject(found) ? { ...found, ...about } : undefined;
  const { id, type, jobId } = readLeftovers(leftovers);
  const isHeartbeat = message.fields.type === HEARTBEAT_TYPE && type === undefined;
  const fields = readShape(message, about);
  if (isHeartbeat && fields.jobId === undefined) return undefined;
  // Only an event of another dialect, whose leftovers hold its id, may belong to no job.
  if (fields.jobId === undefined && jobId === undefined && id === undefined) {
    throw decodeError(JOB_EXPECTED);
  }
  const named = readNamedTime(message.fields.ts);
  const content = contentOf(fields);
  const decoded = wholeEvent({ dialect: NAME, fields, leftovers, content, arrivedAt, named });
  return isHeartbeat ? { ...decoded, isHeartbeat } : decoded;
}

/** The fields that a validated message and its source give, leftovers aside. */
function readShape({ fields, others }: PipelineMessage, about: RawOrigin): ShapeFields {
  const named = readNamedTime(fields.ts);
  const { time } = named;
  const stage = textOf(others.stage);
  const jobId = about.jobId ?? textOf(others.job_id);
  const projectId = about.projectId ?? textOf(others.project_id);
  const extensions = extensionsOf(others, about);
  return {
    type: readType(String(fields.type)),
    source: { component: NAME },
    data: withUnreadableTime(isJsonObject(fields.payload) ? fields.payload : {}, named),
    ...defined({ time, stage, jobId, projectId, extensions }),
  };
}

function encode(event: CanonicalEvent): unknown {
  const heading = event.dialect === NAME ? {} : headingOf(event);
  const extensions = { ...writableExtensions(event), ...heading };
  const shape = {
    ...shapeOf({ ...event, type: writtenType(event), extensions }),
    ...defined({ project_id: event.projectId }),
  };
  const about = defined({ jobId: event.jobId });
  const { type, ...fields } = readShape(splitFields(shape), about);
  const leftovers = leftoversOf(event, {
    ...fields,
    type,
    id: contentId(NAME, contentOf({ ...fields, type })),
  });
  const hasAddedExtensions = fields.extensions !== undefined && event.extensions === undefined;
  if (hasAddedExtensions)
    return { ...shape, [LEFTOVERS_FIELD]: { ...leftovers, extensions: null } };
  return leftovers === undefined ? shape : { ...shape, [LEFTOVERS_FIELD]: leftovers };
}

/** An event of this type in another dialect is an event; whoever reads this shape would take it for a sign of life. */
function writtenType({ type }: CanonicalEvent): string {
  return writeType(type) === HEARTBEAT_TYPE ? `event.${HEARTBEAT_TYPE}` : type;
}

/** The message without leftovers and project, which are no part of its content. */
function shapeOf(fields: ShapeFields) {
  const extensions = writableExtensions(fields);
  // Beside `metadata` a null payload would be read as that.
  const isEmpty = Object.keys(fields.data).length === 0 && extensions.metadata === undefined;
  return {
    ts: fields.time ?? null,
    type: writeType(fields.type),
    stage: fields.stage ?? null,
    status: null,
    message: '',
    payload: isEmpty ? null : fields.data,
    ...extensions,
  } as const;
}

/** What its content id is made of; the same for every spelling. */
function contentOf(fields: ShapeFields): JsonObject {
  return { ...shapeOf(fields), job_id: fields.jobId ?? null };
}

/** Status and message for an event of another dialect, taken from its data if it has none. */
function headingOf({ data, extensions = {} }: CanonicalEvent): JsonObject {
  const status = extensions.status ?? statusOf(data);
  const message = extensions.message || headlineOf(data);
  return defined({ status: status || undefined, message: message || undefined });
}

/** The extensions that can be fields of the message. */
function writableExtensions(fields: PartialEvent): JsonObject {
  const { extensions = {} } = fields;
  const fits = (name: string, value: JsonValue) => FITS.get(name)?.(value, fields) ?? true;
  return Object.fromEntries(
    Object.entries(extensions).filter(([name, value]) => fits(name, value)),
  );
}

/** Unknown fields, and known ones that hold no text. */
function extensionsOf(others: JsonObject, about: RawOrigin): JsonObject | undefined {
  if (hasNoExtensions(others[LEFTOVERS_FIELD])) return undefined;
  return without(others, (name) => {
    const value = others[name] ?? null;
    if (name === LEFTOVERS_FIELD) return true;
    if (name === 'message') return value === '';
    if (name === 'stage') return !isMalformed(value);
    if (name === 'project_id') return !isMalformed(value) && (about.projectId ?? value) === value;
    return false;
  });
}

/** The leftovers say `extensions: null` where `encode` added a status or message of its own. */
function hasNoExtensions(leftovers: JsonValue | undefined): boolean {
  return isJsonObject(leftovers) && leftovers.extensions === null;
}

/** Neither absent nor usable as a name. */
function isMalformed(value: JsonValue): boolean {
  return value !== null && value !== '' && textOf(value) === undefined;
}
