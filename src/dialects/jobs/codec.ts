// The jobs format: messages on `job-events` and `/ws/jobs`.

import type { CanonicalEvent, JsonObject } from '../../event/canonical-event.ts';
import { MAX_ID } from '../../event/id-limit.ts';
import { defined } from '../../runtime/defined.ts';
import type { Decoded, Dialect, RawMessage } from '../dialect.ts';
import { check, idOf, textOf, without } from '../fields.ts';
import { isJsonObject, parseObject } from '../json-text.ts';
import { LEFTOVERS_FIELD } from '../leftovers.ts';
import { type NamedTime, readNamedTime } from '../timestamp.ts';
import { isSameEvent, leftoversOf, type ShapeFields, wholeEvent } from '../whole-event.ts';
import { foreignSchema, jobsAccepted, jobsSchema, jobsWritten, payloadFieldsOf } from './schema.ts';

const NAME = 'jobs';
const CANCELED = { native: 'job.cancelled', canonical: 'job.canceled' } as const;
const PROJECT_FORM = /^([^/]+)\/([^/]+)$/;

/** The status of a job after an event of another dialect. */
const STATUS: ReadonlyMap<string, string> = new Map([
  ['job.created', 'pending'],
  ['job.queued', 'pending'],
  ['job.started', 'running'],
  ['job.progress', 'running'],
  ['job.tool_started', 'running'],
  ['job.tool_completed', 'running'],
  ['job.resumed', 'running'],
  ['job.completed', 'completed'],
  ['job.failed', 'failed'],
  ['job.canceled', 'cancelled'],
]);

export const jobs: Dialect = {
  name: NAME,
  accepts: jobsAccepted,
  writes: jobsWritten,
  sources: [{ kind: 'channels', channels: 'job-events' }],
  decode,
  encode,
};

function decode({ text, arrivedAt }: RawMessage): Decoded {
  const content = parseObject(text);
  check(
    isJsonObject(content[LEFTOVERS_FIELD]) ? foreignSchema : jobsSchema,
    content,
    'A jobs message',
  );
  return decodeContent(content, arrivedAt);
}

function decodeContent(content: JsonObject, arrivedAt: number): Decoded {
  const leftovers = content[LEFTOVERS_FIELD];
  const fields = readShape(content);
  const named = timeIn(content);
  return wholeEvent({ dialect: NAME, fields, leftovers, content, arrivedAt, named });
}

/** The fields of a validated message, leftovers aside. */
function readShape(content: JsonObject): ShapeFields {
  const { type, payload: data } = content;
  const payload = isJsonObject(data) ? data : {};
  const [jobId, projectId] = [idOf(payload.id), projectOf(payload)];
  const { time } = timeIn(content);
  const extensions = without(content, (name) => isKnownField(name, content));
  return {
    type: type === CANCELED.native ? CANCELED.canonical : String(type),
    source: { component: NAME },
    data: payload,
    ...defined({ time, jobId, projectId, extensions }),
  };
}

function isKnownField(name: string, content: JsonObject): boolean {
  if (name === LEFTOVERS_FIELD) return isJsonObject(content[name]);
  return name === 'type' || name === 'payload';
}

function projectOf({ repo_owner, repo_name }: JsonObject): string | undefined {
  const [owner, name] = [textOf(repo_owner), textOf(repo_name)];
  if (owner === undefined || name === undefined) return undefined;
  const project = `${owner}/${name}`;
  return project.length <= MAX_ID ? project : undefined;
}

/** An unreadable one needs no copy: both fields stay in the payload. */
function timeIn({ type, payload }: JsonObject): NamedTime {
  const { created_at, updated_at } = isJsonObject(payload) ? payload : {};
  return type === 'job.created'
    ? readNamedTime(created_at, updated_at)
    : readNamedTime(updated_at, created_at);
}

function encode(event: CanonicalEvent): unknown {
  const original = event.dialect === NAME ? originalShapeOf(event) : undefined;
  if (original !== undefined) return original;
  const shape = foreignShapeOf(event);
  const leftovers = leftoversOf(event, readShape(shape));
  return leftovers === undefined ? shape : { ...shape, [LEFTOVERS_FIELD]: leftovers };
}

/** The message that decodes to exactly this event; `undefined` if it had leftovers. */
function originalShapeOf(event: CanonicalEvent): JsonObject | undefined {
  const arrivedAt = Date.parse(event.time);
  // A producer may have used either spelling; only the original gives the event's id.
  const spellings = event.type === CANCELED.canonical ? Object.values(CANCELED) : [event.type];
  return spellings
    .map((type) => ({ ...event.extensions, type, payload: event.data }))
    .find((shape) => isSameEvent(decodeContent(shape, arrivedAt).event, event));
}

function foreignShapeOf(event: CanonicalEvent): JsonObject {
  const { type, time, data, jobId, extensions = {} } = event;
  const [, owner, name] = PROJECT_FORM.exec(event.projectId ?? '') ?? [];
  const task = typeof data.instruction === 'string' ? data.instruction : undefined;
  const status = type === 'job.completed' && data.success === false ? 'failed' : STATUS.get(type);
  return {
    ...without(extensions, (field) => field === LEFTOVERS_FIELD),
    type: type === CANCELED.canonical ? CANCELED.native : type,
    payload: {
      ...defined({ task }),
      ...payloadFieldsOf(data),
      ...defined({ id: jobId, status }),
      ...(owner === undefined || name === undefined ? {} : { repo_owner: owner, repo_name: name }),
      ...(type === 'job.created' ? { created_at: time } : {}),
      updated_at: time,
    },
  };
}
