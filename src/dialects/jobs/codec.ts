// The jobs format: what is said on `job-events` and to `/ws/jobs`.

import type { CanonicalEvent, JsonObject } from '../../event/canonical-event.ts';
import { defined } from '../../runtime/defined.ts';
import type { Decoded, Dialect, RawMessage } from '../dialect.ts';
import { check, ID_LIMIT, idOf, textOf, without } from '../fields.ts';
import { isJsonObject, parseObject } from '../json-text.ts';
import { LEFTOVERS } from '../leftovers.ts';
import { type NamedTime, readNamedTime } from '../timestamp.ts';
import { additionFor, isSameEvent, type ShapeFields, wholeEvent } from '../whole-event.ts';
import { foreignSchema, jobsSchema, payloadFieldsOf } from './schema.ts';

const NAME = 'jobs';
const CANCELED = { here: 'job.cancelled', canonical: 'job.canceled' } as const;
const PROJECT_FORM = /^([^/]+)\/([^/]+)$/;

/** Types of other dialects that say what state a job is in. */
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
  sources: [{ kind: 'channels', channels: 'job-events' }],
  decode,
  encode,
};

function decode({ text, arrivedAt }: RawMessage): Decoded {
  const content = parseObject(text);
  check(isJsonObject(content[LEFTOVERS]) ? foreignSchema : jobsSchema, content, 'A jobs message');
  return read(content, arrivedAt);
}

function read(content: JsonObject, arrivedAt: number): Decoded {
  const addition = content[LEFTOVERS];
  const told = tell(content);
  const named = timeIn(content);
  return wholeEvent({ dialect: NAME, told, addition, content, arrivedAt, named });
}

/** What a message of checked form tells without its addition; nothing that does not fit. */
function tell(content: JsonObject): ShapeFields {
  const { type, payload: data } = content;
  const payload = isJsonObject(data) ? data : {};
  const [jobId, projectId] = [idOf(payload.id), projectOf(payload)];
  const { time } = timeIn(content);
  const extensions = without(content, (name) => isOwn(name, content));
  return {
    type: type === CANCELED.here ? CANCELED.canonical : String(type),
    source: { component: NAME },
    data: payload,
    ...defined({ time, jobId, projectId, extensions }),
  };
}

function isOwn(name: string, content: JsonObject): boolean {
  if (name === LEFTOVERS) return isJsonObject(content[name]);
  return name === 'type' || name === 'payload';
}

function projectOf({ repo_owner, repo_name }: JsonObject): string | undefined {
  const [owner, name] = [textOf(repo_owner), textOf(repo_name)];
  if (owner === undefined || name === undefined) return undefined;
  const project = `${owner}/${name}`;
  return project.length <= ID_LIMIT ? project : undefined;
}

/** What can't be read stays in the payload, as do all of them. */
function timeIn({ type, payload }: JsonObject): NamedTime {
  const { created_at, updated_at } = isJsonObject(payload) ? payload : {};
  return type === 'job.created'
    ? readNamedTime(created_at, updated_at)
    : readNamedTime(updated_at, created_at);
}

function encode(event: CanonicalEvent): unknown {
  const asItCame = event.dialect === NAME ? ownShapeOf(event) : undefined;
  if (asItCame !== undefined) return asItCame;
  const shape = foreignShapeOf(event);
  const addition = additionFor(event, tell(shape));
  return addition === undefined ? shape : { ...shape, [LEFTOVERS]: addition };
}

/** The message that became this event; `undefined` when it was another one, with an addition. */
function ownShapeOf(event: CanonicalEvent): JsonObject | undefined {
  const arrivedAt = Date.parse(event.time);
  // Somebody may have written it with one l; its id tells.
  const spellings = event.type === CANCELED.canonical ? Object.values(CANCELED) : [event.type];
  return spellings
    .map((type) => ({ ...event.extensions, type, payload: event.data }))
    .find((shape) => isSameEvent(read(shape, arrivedAt).event, event));
}

function foreignShapeOf(event: CanonicalEvent): JsonObject {
  const { type, time, data, jobId, extensions = {} } = event;
  const [, owner, name] = PROJECT_FORM.exec(event.projectId ?? '') ?? [];
  const task = typeof data.instruction === 'string' ? data.instruction : undefined;
  const status = type === 'job.completed' && data.success === false ? 'failed' : STATUS.get(type);
  return {
    ...without(extensions, (field) => field === LEFTOVERS),
    type: type === CANCELED.canonical ? CANCELED.here : type,
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
