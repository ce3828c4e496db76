// The delivery format: what a software delivery pipeline writes to its Redis Streams.

import { aggregateOf } from '../../event/aggregate.ts';
import type { CanonicalEvent, JsonObject, JsonValue } from '../../event/canonical-event.ts';
import { defined } from '../../runtime/defined.ts';
import type { Decoded, Dialect, RawMessage } from '../dialect.ts';
import { check, idOf, textOf, without } from '../fields.ts';
import { isJsonObject, parseObject } from '../json-text.ts';
import { LEFTOVERS_FIELD } from '../leftovers.ts';
import { readNamedTime, withUnreadableTime } from '../timestamp.ts';
import { leftoversOf, type ShapeFields, wholeEvent } from '../whole-event.ts';
import { entryText } from './entry.ts';
import { deliveryLinks, deliveryProject, deliverySubject, deliveryTitle } from './links.ts';
import { deliverySchema } from './schema.ts';

const NAME = 'delivery';

/** Component of messages that name none; not written back. */
const COMPONENT = NAME;

const FIELDS: ReadonlySet<string> = new Set([
  ...Object.keys(deliverySchema.shape),
  LEFTOVERS_FIELD,
]);
const SOURCE_FIELDS: ReadonlySet<string> = new Set(['component', 'instance_id']);

/** Optional envelope fields; a value that isn't text is kept as an extension. */
const CONTEXT = [
  ['correlation_id', 'correlationId'],
  ['causation_id', 'causationId'],
  ['job_id', 'jobId'],
  ['session_id', 'sessionId'],
] as const;
const CONTEXT_FIELDS: ReadonlyMap<string, keyof CanonicalEvent> = new Map(CONTEXT);

export const delivery: Dialect = {
  name: NAME,
  accepts: deliverySchema,
  sources: [
    {
      kind: 'streams',
      names: [
        'repository-events',
        'feature-events',
        'planning-events',
        'execution-events',
        'pr-events',
      ],
    },
  ],
  decode,
  encode,
  textOf: entryText,
};

function decode({ text, arrivedAt }: RawMessage): Decoded {
  const content = parseObject(text);
  check(deliverySchema, content, 'A delivery message');
  const { [LEFTOVERS_FIELD]: leftovers } = content;
  const fields = readShape(content);
  const named = readNamedTime(content.timestamp);
  const decoded = wholeEvent({ dialect: NAME, fields, leftovers, content, arrivedAt, named });
  const { data, projectId, visibility } = decoded.event;
  const belongsTo = projectId === undefined ? deliverySubject(data) : undefined;
  // Titles are shown to everybody who gets a later event.
  const title = visibility === 'public' ? deliveryTitle(data) : undefined;
  return {
    ...decoded,
    links: [...deliveryLinks(data), ...(title === undefined ? [] : [title])],
    ...defined({ belongsTo }),
  };
}

/** The fields of a validated message, leftovers aside. */
function readShape(content: JsonObject): ShapeFields {
  const data = isJsonObject(content.data) ? content.data : {};
  const id = idOf(content.event_id);
  const named = readNamedTime(content.timestamp);
  const { time } = named;
  const projectId = hasNoProject(content[LEFTOVERS_FIELD]) ? undefined : deliveryProject(data);
  const subject = deliverySubject(data);
  const context = contextOf(content);
  const extensions = extensionsOf(content);
  return {
    type: String(content.type),
    source: sourceOf(content.source),
    data: withUnreadableTime(data, named),
    ...context,
    ...defined({ id, time, projectId, extensions }),
    ...(subject === undefined ? {} : { aggregate: aggregateOf({ ...context, subject }) }),
  };
}

function contextOf(content: JsonObject): Pick<ShapeFields, (typeof CONTEXT)[number][1]> {
  return Object.fromEntries(
    CONTEXT.flatMap(([field, name]) => {
      const value = textOf(content[field]);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function encode(event: CanonicalEvent): unknown {
  const shape = shapeOf(event);
  const fields = readShape(shape);
  const { projectId, ...others } = fields;
  const namesWrongProject = projectId !== undefined && event.projectId === undefined;
  const leftovers = leftoversOf(event, namesWrongProject ? others : fields);
  if (namesWrongProject) return { ...shape, [LEFTOVERS_FIELD]: { ...leftovers, projectId: null } };
  return leftovers === undefined ? shape : { ...shape, [LEFTOVERS_FIELD]: leftovers };
}

function shapeOf(event: CanonicalEvent): JsonObject {
  const { source: sourceExtensions, ...envelopeExtensions } = event.extensions ?? {};
  const source = writtenSource(
    event.source,
    isJsonObject(sourceExtensions) ? sourceExtensions : {},
  );
  return {
    event_id: event.id,
    type: event.type,
    // Its publishers write whole seconds without a fraction.
    timestamp: event.time.replace('.000Z', 'Z'),
    data: event.data,
    ...Object.fromEntries(
      CONTEXT.flatMap(([field, name]) => (event[name] === undefined ? [] : [[field, event[name]]])),
    ),
    ...defined({ source }),
    ...without(envelopeExtensions, (name) => {
      const context = CONTEXT_FIELDS.get(name);
      return (
        isKnownField(name, envelopeExtensions) ||
        (context !== undefined && event[context] !== undefined)
      );
    }),
  };
}

/** The leftovers say `projectId: null` where the data names a project that isn't the event's. */
function hasNoProject(leftovers: JsonValue | undefined): boolean {
  return isJsonObject(leftovers) && leftovers.projectId === null;
}

function sourceOf(source: JsonValue | undefined): CanonicalEvent['source'] {
  if (!isJsonObject(source)) return { component: textOf(source) ?? COMPONENT };
  const component = textOf(source.component) ?? COMPONENT;
  const instanceId = textOf(source.instance_id);
  return instanceId === undefined ? { component } : { component, instanceId };
}

function writtenSource(
  { component, instanceId }: CanonicalEvent['source'],
  extensions: JsonObject,
): JsonValue | undefined {
  const others = without(extensions, (name) => SOURCE_FIELDS.has(name));
  const isNamed = component !== COMPONENT;
  if (instanceId === undefined && others === undefined) return isNamed ? component : undefined;
  return {
    ...defined({ component: isNamed ? component : undefined, instance_id: instanceId }),
    ...others,
  };
}

/** Unknown fields of the envelope and of its source. */
function extensionsOf(content: JsonObject): JsonObject | undefined {
  const envelopeExtensions = without(content, (name) => isKnownField(name, content));
  const source = isJsonObject(content.source) ? content.source : {};
  const sourceExtensions = without(source, (name) => SOURCE_FIELDS.has(name));
  return sourceExtensions === undefined
    ? envelopeExtensions
    : { ...envelopeExtensions, source: sourceExtensions };
}

function isKnownField(name: string, content: JsonObject): boolean {
  if (FIELDS.has(name)) return true;
  const value = content[name];
  const isEmpty = value === null || value === '';
  return CONTEXT_FIELDS.has(name) && (isEmpty || textOf(value) !== undefined);
}
