// The build format: what is said on `job:<job id>:events`.

import type { CanonicalEvent, JsonObject } from '../../event/canonical-event.ts';
import { defined } from '../../runtime/defined.ts';
import type { Decoded, Dialect, RawMessage, RawOrigin } from '../dialect.ts';
import { check, idOf, textOf, without } from '../fields.ts';
import { isJsonObject, parseObject } from '../json-text.ts';
import { LEFTOVERS } from '../leftovers.ts';
import { type NamedTime, readNamedTime } from '../timestamp.ts';
import { additionFor, type ShapeFields, wholeEvent } from '../whole-event.ts';
import { buildSchema, placedSchema } from './schema.ts';

const NAME = 'build';

export const build: Dialect = {
  name: NAME,
  sources: [{ kind: 'channels', channels: 'job:*:events', hash: 'job:*' }],
  decode,
  encode,
};

function decode({ text, arrivedAt, about = {} }: RawMessage): Decoded {
  const message = parseObject(text);
  const addition = message[LEFTOVERS];
  const isPlaced = about.jobId !== undefined || isJsonObject(addition);
  check(isPlaced ? placedSchema : buildSchema, message, 'A build message');
  const told = tell(message, about);
  // Two jobs may say the same at the same time.
  const content = [told.jobId ?? null, message];
  const named = timeIn(message);
  return wholeEvent({ dialect: NAME, told, addition, content, arrivedAt, named, raw: text });
}

/** What a message of checked form, and the place where it was found, tell without its addition. */
function tell(message: JsonObject, about: RawOrigin): ShapeFields {
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

/** What can't be read stays in the data, as do all of them. */
function timeIn({ timestamp, ts }: JsonObject): NamedTime {
  return readNamedTime(timestamp, ts);
}

function isEnvelope(name: string, message: JsonObject): boolean {
  if (name === LEFTOVERS) return isJsonObject(message[name]);
  return name === 'type' || name === 'job_id';
}

/** One that came in this dialect is passed on as it was received. */
function encode(event: CanonicalEvent): unknown {
  if (event.dialect === NAME && event.raw !== undefined) return parseObject(event.raw);
  const shape = foreignShapeOf(event);
  const addition = additionFor(event, tell(shape, {}));
  return addition === undefined ? shape : { ...shape, [LEFTOVERS]: addition };
}

/** Of the data, what would tell a stage or project that the event has not stays in the addition. */
function foreignShapeOf({ type, jobId, stage, projectId, data }: CanonicalEvent): JsonObject {
  const isKept = (name: string) =>
    name === 'type' ||
    name === 'job_id' ||
    name === LEFTOVERS ||
    (name === 'stage' && stage === undefined) ||
    (name === 'project_id' && projectId === undefined);
  return {
    type,
    ...defined({ job_id: jobId, stage }),
    ...without(data, isKept),
  };
}
