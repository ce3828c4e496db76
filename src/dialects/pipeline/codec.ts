// The pipeline format: the lines of `runs/<job id>/events.jsonl`, and what HTTP says of a job.

import type { CanonicalEvent, JsonObject, JsonValue } from '../../event/canonical-event.ts';
import { contentId } from '../../event/event-id.ts';
import { defined } from '../../runtime/defined.ts';
import type { Decoded, Dialect, RawMessage, RawOrigin } from '../dialect.ts';
import { check, refused, textOf, without } from '../fields.ts';
import { isJsonObject, parseObject } from '../json-text.ts';
import { LEFTOVERS, type LeftoverSource, readLeftovers } from '../leftovers.ts';
import { readNamedTime, withOriginal } from '../timestamp.ts';
import { additionFor, type ShapeFields, wholeEvent } from '../whole-event.ts';
import { HEARTBEAT_TYPE, readType, writeType } from './event-type.ts';
import { headlineOf, statusOf } from './headline.ts';
import { type PipelineMessage, pipelineSchema, sortFields } from './schema.ts';

const NAME = 'pipeline';
const JOB_EXPECTED =
  'A pipeline message: its job must be named by where it was found, like runs/<job id>/events.jsonl, or by a field, like "job_id": "spring-trailer-01".';

/** Whether an extension of this name can stand in the message and is read back as what it is. */
type Fits = (value: JsonValue, told: LeftoverSource) => boolean;
const never: Fits = () => false;
const FITS: ReadonlyMap<string, Fits> = new Map<string, Fits>([
  ['ts', never],
  ['type', never],
  ['payload', never],
  [LEFTOVERS, never],
  ['message', (value) => value !== null && value !== ''],
  ['stage', (value, { stage }) => stage === undefined && isOdd(value)],
  ['project_id', (value, { projectId }) => projectId === undefined && isOdd(value)],
  ['job_id', (value, { jobId }) => jobId !== undefined || textOf(value) === undefined],
]);

export const pipeline: Dialect = { name: NAME, sources: [{ kind: 'runs' }], decode, encode };

function decode({ text, arrivedAt, about = {} }: RawMessage): Decoded | undefined {
  const message = sortFields(parseObject(text));
  check(pipelineSchema, message.fields, 'A pipeline message');
  const left = message.others[LEFTOVERS];
  // Where it was found says whose it is, whatever the message says.
  const addition = isJsonObject(left) ? { ...left, ...about } : undefined;
  const { id, type, jobId } = readLeftovers(addition);
  if (message.fields.type === HEARTBEAT_TYPE && type === undefined) return undefined;
  const told = tell(message, about);
  // Only an event from elsewhere, whose addition tells its id, may belong to no job.
  if (told.jobId === undefined && jobId === undefined && id === undefined) {
    throw refused(JOB_EXPECTED);
  }
  const named = readNamedTime(message.fields.ts);
  return wholeEvent({ dialect: NAME, told, addition, content: contentOf(told), arrivedAt, named });
}

/** What a message of checked form, and where it was found, tell without its addition. */
function tell({ fields, others }: PipelineMessage, about: RawOrigin): ShapeFields {
  const named = readNamedTime(fields.ts);
  const { time } = named;
  const stage = textOf(others.stage);
  const jobId = about.jobId ?? textOf(others.job_id);
  const projectId = about.projectId ?? textOf(others.project_id);
  const extensions = extensionsOf(others, about);
  return {
    type: readType(String(fields.type)),
    source: { component: NAME },
    data: withOriginal(isJsonObject(fields.payload) ? fields.payload : {}, named),
    ...defined({ time, stage, jobId, projectId, extensions }),
  };
}

function encode(event: CanonicalEvent): unknown {
  const heading = event.dialect === NAME ? {} : headingOf(event);
  const extensions = { ...fittingOf(event), ...heading };
  const shape = {
    ...shapeOf({ ...event, extensions }),
    ...defined({ project_id: event.projectId }),
  };
  const about = defined({ jobId: event.jobId });
  const { type, ...told } = tell(sortFields(shape), about);
  const addition = additionFor(event, {
    ...told,
    ...(shape.type === HEARTBEAT_TYPE ? {} : { type }),
    id: contentId(NAME, contentOf({ ...told, type })),
  });
  const isMistold = told.extensions !== undefined && event.extensions === undefined;
  if (isMistold) return { ...shape, [LEFTOVERS]: { ...addition, extensions: null } };
  return addition === undefined ? shape : { ...shape, [LEFTOVERS]: addition };
}

/** The message but for its addition and its project, which are no part of what it says. */
function shapeOf(told: ShapeFields) {
  const extensions = fittingOf(told);
  // A null beside the other spelling would be filled from there.
  const isNone = Object.keys(told.data).length === 0 && extensions.metadata === undefined;
  return {
    ts: told.time ?? null,
    type: writeType(told.type),
    stage: told.stage ?? null,
    status: null,
    message: '',
    payload: isNone ? null : told.data,
    ...extensions,
  } as const;
}

/** What makes the message another one; the same for every spelling. */
function contentOf(told: ShapeFields): JsonObject {
  return { ...shapeOf(told), job_id: told.jobId ?? null };
}

/** What the message of an event from elsewhere says at a glance, where it says nothing itself. */
function headingOf({ data, extensions = {} }: CanonicalEvent): JsonObject {
  const status = extensions.status ?? statusOf(data);
  const message = extensions.message || headlineOf(data);
  return defined({ status: status || undefined, message: message || undefined });
}

/** The extensions that can stand in the message. */
function fittingOf(told: LeftoverSource): JsonObject {
  const { extensions = {} } = told;
  const fits = (name: string, value: JsonValue) => FITS.get(name)?.(value, told) ?? true;
  return Object.fromEntries(
    Object.entries(extensions).filter(([name, value]) => fits(name, value)),
  );
}

/** What the message holds beyond its known fields, and in those where that is no text. */
function extensionsOf(others: JsonObject, about: RawOrigin): JsonObject | undefined {
  if (hasNoExtensions(others[LEFTOVERS])) return undefined;
  return without(others, (name) => {
    const value = others[name] ?? null;
    if (name === LEFTOVERS) return true;
    if (name === 'message') return value === '';
    if (name === 'stage') return !isOdd(value);
    if (name === 'project_id') return !isOdd(value) && (about.projectId ?? value) === value;
    return false;
  });
}

/** An addition says so where the message has a status or text that the event has not. */
function hasNoExtensions(addition: JsonValue | undefined): boolean {
  return isJsonObject(addition) && addition.extensions === null;
}

/** Neither a name nor none. */
function isOdd(value: JsonValue): boolean {
  return value !== null && value !== '' && textOf(value) === undefined;
}
