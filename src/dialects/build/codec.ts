// The build format: messages published on `job:<job id>:events`.

import type { CanonicalEvent, JsonObject } from '../../event/canonical-event.ts';
import { defined } from '../../runtime/defined.ts';
import type { Decoded, Dialect, RawMessage, RawOrigin } from '../dialect.ts';
import { check, idOf, textOf, without } from '../fields.ts';
import { isJsonObject, parseObject } from '../json-text.ts';
import { LEFTOVERS_FIELD } from '../leftovers.ts';
import { type NamedTime, readNamedTime } from '../timestamp.ts';
import { leftoversOf, type ShapeFields, wholeEvent } from '../whole-event.ts';
import { buildAccepted, buildSchema, knownJobSchema } from './schema.ts';

const NAME = 'build';

export const build: Dialect = {
  name: NAME,
  accepts: buildAccepted,
  sources: [{ kind: 'channels', channels: 'job:*:events', hash: 'job:*' }],
  decode,
  encode,
};

function decode({ text, arrivedAt, about = {} }: RawMessage): Decoded {
  const message = parseObject(text);
  const leftovers = message[LEFTOVERS_FIELD];
  const isJobKnown = about.jobId !== undefined || isJsonObject(leftovers);
  check(isJobKnown ? knownJobSchema : buildSchema, message, 'A build message');
  const fields = readShape(message, about);
  // Two jobs may publish the same content at the same time.
  const content = [fields.jobId ?? null, message];
  const named = timeIn(message);
  return wholeEvent({ dialect: NAME, fields, leftovers, content, arrivedAt, named, raw: text });
}

/** The fields that a validated message and its source give, leftovers aside. */
function readShape(message: JsonObject, about: RawOrigin): ShapeFields {
  const jobId = about.jobId ?? idOf(message.job_id);
  const projectId = about.projectId ?? idOf(message.project_id);
  const stage = textOf(message.stage);
  const { time } = timeIn(message);
  return {
    type: String(message.type),
    source: { component: NAME },
    data: without(message, (name) => isEnvelope(name, message)) ?? {},
    ...defined({ time, jobId, projectId, stage }),
  };
}

/** An unreadable one needs no copy: both fields stay in the data. */
function timeIn({ timestamp, ts }: JsonObject): NamedTime {
  return readNamedTime(timestamp, ts);
}

function isEnvelope(name: string, message: JsonObject): boolean {
  if (name === LEFTOVERS_FIELD) return isJsonObject(message[name]);
  return name === 'type' || name === 'job_id';
}

/** An event that arrived in this dialect is passed on as received. */
function encode(event: CanonicalEvent): unknown {
  if (event.dialect === NAME && event.raw !== undefined) return parseObject(event.raw);
  const shape = foreignShapeOf(event);
  const leftovers = leftoversOf(event, readShape(shape, {}));
  return leftovers === undefined ? shape : { ...shape, [LEFTOVERS_FIELD]: leftovers };
}

/** Without data that would be read back as a stage or project which the event lacks. */
function foreignShapeOf({ type, jobId, stage, projectId, data }: CanonicalEvent): JsonObject {
  const isExcluded = (name: string) =>
    name === 'type' ||
    name === 'job_id' ||
    name === LEFTOVERS_FIELD ||
    (name === 'stage' && stage === undefined) ||
    (name === 'project_id' && projectId === undefined);
  return {
    type,
    ...defined({ job_id: jobId, stage }),
    ...without(data, isExcluded),
  };
}
