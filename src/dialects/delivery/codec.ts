// The delivery format: what a software delivery pipeline writes to its Redis Streams.

import { aggregateOf } from '../../event/aggregate.ts';
import type { CanonicalEvent, JsonObject, JsonValue } from '../../event/canonical-event.ts';
import { defined } from '../../runtime/defined.ts';
import type { Decoded, Dialect, RawMessage } from '../dialect.ts';
import { check, idOf, textOf, without } from '../fields.ts';
import { isJsonObject, parseObject } from '../json-text.ts';
import { LEFTOVERS } from '../leftovers.ts';
import { readNamedTime, withOriginal } from '../timestamp.ts';
import { additionFor, type ShapeFields, wholeEvent } from '../whole-event.ts';
import { entryText } from './entry.ts';
import { deliveryLinks, deliveryProject, deliverySubject } from './links.ts';
import { deliverySchema } from './schema.ts';

const NAME = 'delivery';

/** Who speaks where a message does not say; then it is not written back either. */
const COMPONENT = NAME;

const FIELDS: ReadonlySet<string> = new Set([...Object.keys(deliverySchema.shape), LEFTOVERS]);
const SOURCE_FIELDS: ReadonlySet<string> = new Set(['component', 'instance_id']);

/** Optional fields of the envelope: only text is taken for them, anything else is an extension. */
const CONTEXT = [
  ['correlation_id', 'correlationId'],
  ['causation_id', 'causationId'],
  ['job_id', 'jobId'],
  ['session_id', 'sessionId'],
] as const;
const CONTEXT_FIELDS: ReadonlyMap<string, keyof CanonicalEvent> = new Map(CONTEXT);

export const delivery: Dialect = {
  name: NAME,
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
  const { [LEFTOVERS]: addition } = content;
  const told = tell(content);
  const named = readNamedTime(content.timestamp);
  const decoded = wholeEvent({ dialect: NAME, told, addition, content, arrivedAt, named });
  const { data, projectId } = decoded.event;
  const belongsTo = projectId === undefined ? deliverySubject(data) : undefined;
  return {
    ...decoded,
    links: deliveryLinks(data),
    ...defined({ belongsTo }),
  };
}

/** What a message of checked form tells without its addition, but for the project it has not. */
function tell(content: JsonObject): ShapeFields {
  const data = isJsonObject(content.data) ? content.data : {};
  const id = idOf(content.event_id);
  const named = readNamedTime(content.timestamp);
  const { time } = named;
  const projectId = hasNoProject(content[LEFTOVERS]) ? undefined : deliveryProject(data);
  const subject = deliverySubject(data);
  const context = contextOf(content);
  const extensions = extensionsOf(content);
  return {
    type: String(content.type),
    source: sourceOf(content.source),
    data: withOriginal(data, named),
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
  const told = tell(shape);
  const { projectId, ...others } = told;
  const isMistold = projectId !== undefined && event.projectId === undefined;
  const addition = additionFor(event, isMistold ? others : told);
  if (isMistold) return { ...shape, [LEFTOVERS]: { ...addition, projectId: null } };
  return addition === undefined ? shape : { ...shape, [LEFTOVERS]: addition };
}

function shapeOf(event: CanonicalEvent): JsonObject {
  const { source: ofSource, ...ofEnvelope } = event.extensions ?? {};
  const source = writtenSource(event.source, isJsonObject(ofSource) ? ofSource : {});
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
    ...without(ofEnvelope, (name) => {
      const context = CONTEXT_FIELDS.get(name);
      return isOwn(name, ofEnvelope) || (context !== undefined && event[context] !== undefined);
    }),
  };
}

/** An addition says so where the data names a project that is not the event's. */
function hasNoProject(addition: JsonValue | undefined): boolean {
  return isJsonObject(addition) && addition.projectId === null;
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
  const isTold = component !== COMPONENT;
  if (instanceId === undefined && others === undefined) return isTold ? component : undefined;
  return {
    ...defined({ component: isTold ? component : undefined, instance_id: instanceId }),
    ...others,
  };
}

/** What the envelope and its source hold beyond the known fields. */
function extensionsOf(content: JsonObject): JsonObject | undefined {
  const ofEnvelope = without(content, (name) => isOwn(name, content));
  const source = isJsonObject(content.source) ? content.source : {};
  const ofSource = without(source, (name) => SOURCE_FIELDS.has(name));
  return ofSource === undefined ? ofEnvelope : { ...ofEnvelope, source: ofSource };
}

function isOwn(name: string, content: JsonObject): boolean {
  if (FIELDS.has(name)) return true;
  const value = content[name];
  const isNone = value === null || value === '';
  return CONTEXT_FIELDS.has(name) && (isNone || textOf(value) !== undefined);
}
