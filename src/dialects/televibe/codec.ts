// The televibe format: what is said on `televibe:events:*` and in `televibe:stream:*`.
import type { z } from 'zod';
import { JobwireError } from '../../errors.ts';
import { aggregateOf } from '../../event/aggregate.ts';
import type { CanonicalEvent, JsonObject, JsonValue } from '../../event/canonical-event.ts';
import { contentId } from '../../event/event-id.ts';
import type { Decoded, Dialect, RawMessage } from '../dialect.ts';
import { isJsonObject, parseObject } from '../json-text.ts';
import { sourceSchema, type TelevibeFields, televibeSchema } from './schema.ts';

const NAME = 'televibe';
const UNKNOWN_COMPONENT = 'unknown';
const FIELDS: ReadonlySet<string> = new Set(Object.keys(televibeSchema.shape));
const SOURCE_FIELDS: ReadonlySet<string> = new Set(Object.keys(sourceSchema.shape));

/** Optional fields of the envelope: only text is taken for them, anything else is an extension. */
const LINKS = [
  ['stage', 'stage'],
  ['correlation_id', 'correlationId'],
  ['causation_id', 'causationId'],
] as const;

export const televibe: Dialect = { name: NAME, decode, encode };

function decode({ text, arrivedAt }: RawMessage): Decoded {
  const content = parseObject(text);
  const fields = check(televibeSchema, content, '');
  const source = check(sourceSchema, fields.source ?? {}, 'source.');
  const { component = UNKNOWN_COMPONENT, instance_id } = source;
  const context = {
    ...(fields.project_id === undefined ? {} : { projectId: fields.project_id }),
    ...(fields.session_id === undefined ? {} : { sessionId: fields.session_id }),
    ...(fields.job_id === undefined ? {} : { jobId: fields.job_id }),
  };
  const extensions = extensionsOf(content, fields);
  const { id, identity, repeatKey } = identify(content, fields, arrivedAt);
  const event: CanonicalEvent = {
    id,
    type: fields.event_type,
    time: fields.timestamp ?? new Date(arrivedAt).toISOString(),
    source: { component, ...(instance_id === undefined ? {} : { instanceId: instance_id }) },
    ...context,
    ...linksOf(content),
    aggregate: aggregateOf(context),
    visibility: fields.visibility,
    recipients: fields.recipients,
    data: fields.data ?? {},
    ...(extensions === undefined ? {} : { extensions }),
    dialect: NAME,
  };
  return { event, identity, repeatKey };
}

function encode(event: CanonicalEvent): unknown {
  const { source: sourceExtensions, ...extensions } = event.extensions ?? {};
  const { component, instanceId } = event.source;
  return {
    event_id: event.id,
    event_type: event.type,
    timestamp: event.time,
    source: {
      component,
      ...(instanceId === undefined ? {} : { instance_id: instanceId }),
      ...(isJsonObject(sourceExtensions) ? without(sourceExtensions, SOURCE_FIELDS) : {}),
    },
    project_id: event.projectId ?? null,
    session_id: event.sessionId ?? null,
    job_id: event.jobId ?? null,
    data: event.data,
    visibility: event.visibility,
    recipients: event.recipients,
    ...without(extensions, FIELDS),
    ...Object.fromEntries(
      LINKS.flatMap(([field, name]) => (event[name] === undefined ? [] : [[field, event[name]]])),
    ),
  };
}

function check<Schema extends z.ZodType>(
  schema: Schema,
  value: JsonObject,
  prefix: string,
): z.output<Schema> {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const reasons = checked.error.issues.map(
    ({ path, message }) => `${prefix}${String(path[0] ?? '')} ${message}`,
  );
  throw new JobwireError('decode_failed', `A televibe message: ${reasons.join('; ')}.`);
}

/** Without id and time, a later message of the same content is another event. */
function identify(
  content: JsonObject,
  fields: TelevibeFields,
  arrivedAt: number,
): Omit<Decoded, 'event'> & { id: string } {
  if (fields.event_id !== undefined) {
    return { id: fields.event_id, identity: 'id', repeatKey: fields.event_id };
  }
  const repeatKey = contentId(NAME, content);
  if (fields.timestamp !== undefined) return { id: repeatKey, identity: 'id', repeatKey };
  return { id: `${repeatKey}-${arrivedAt.toString(36)}`, identity: 'content', repeatKey };
}

function linksOf(content: JsonObject): Pick<CanonicalEvent, (typeof LINKS)[number][1]> {
  return Object.fromEntries(
    LINKS.flatMap(([field, name]) => (isLink(content[field]) ? [[name, content[field]]] : [])),
  );
}

function isLink(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && value !== '';
}

/** What the envelope and its source hold beyond the known fields. */
function extensionsOf(content: JsonObject, { source }: TelevibeFields): JsonObject | undefined {
  const links = LINKS.flatMap(([field]) => (isLink(content[field]) ? [field] : []));
  const ofEnvelope = without(content, new Set([...FIELDS, ...links]));
  const ofSource = without(source ?? {}, SOURCE_FIELDS);
  const all = {
    ...ofEnvelope,
    ...(Object.keys(ofSource).length === 0 ? {} : { source: ofSource }),
  };
  return Object.keys(all).length === 0 ? undefined : all;
}

/** A copy by definition of own fields, so that one named `__proto__` stays an ordinary field. */
function without(object: JsonObject, names: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.has(name)));
}
