// CloudEvents 1.0 in structured JSON, posted over HTTP. An attribute can't be an object, so the
// leftovers are JSON text here.

import type { CanonicalEvent, JsonObject, JsonValue } from '../../event/canonical-event.ts';
import { defined } from '../../runtime/defined.ts';
import type { Decoded, Dialect, RawMessage } from '../dialect.ts';
import { decodeError, textOf, timeOf, without } from '../fields.ts';
import { parseObject } from '../json-text.ts';
import { LEFTOVERS_FIELD } from '../leftovers.ts';
import { readNamedTime, withUnreadableTime } from '../timestamp.ts';
import { leftoversOf, type ShapeFields, wholeEvent } from '../whole-event.ts';
import { dataOf, payloadOf } from './payload.ts';
import {
  CONTEXT,
  checkCloudEvent,
  cloudEventSchema,
  fitsAsExtension,
  isExtension,
  isSource,
} from './schema.ts';

const NAME = 'cloudevents';

/** Written as the source where the component's name is no URI reference. */
const OWN_SOURCE = 'jobwire';

export const cloudevents: Dialect = {
  name: NAME,
  accepts: cloudEventSchema,
  sources: [],
  decode,
  encode,
};

function decode({ text, arrivedAt }: RawMessage): Decoded {
  const content = parseObject(text);
  checkCloudEvent(content);
  const leftovers = leftoversIn(content);
  const fields = readShape(content);
  const named = readNamedTime(content.time);
  const decoded = wholeEvent({ dialect: NAME, fields, leftovers, content, arrivedAt, named });
  // An id is unique only within its source; no source contains a space.
  const repeatKey = `${fields.source.component} ${fields.id}`;
  return leftovers === undefined ? { ...decoded, repeatKey } : decoded;
}

function leftoversIn({ [LEFTOVERS_FIELD]: written }: JsonObject): JsonObject | undefined {
  if (typeof written !== 'string') return undefined;
  try {
    return parseObject(written);
  } catch {
    throw decodeError(
      'A CloudEvent: jobwire must be the JSON text of an object, like "{\\"recipients\\":[1001]}".',
    );
  }
}

/** The fields of a validated CloudEvent, leftovers aside. */
function readShape(content: JsonObject): ShapeFields & { readonly id: string } {
  const named = readNamedTime(content.time);
  const { time } = named;
  const context = CONTEXT.flatMap(([attribute, field]) => {
    const value = textOf(content[attribute]);
    return value === undefined ? [] : [[field, value] as const];
  });
  const extensions = without(content, (name) => !isExtensionIn(content, name));
  return {
    id: String(content.id),
    type: String(content.type),
    source: { component: String(content.source) },
    data: withUnreadableTime(dataOf(content), named),
    visibility: content.visibility === 'internal' ? 'internal' : 'public',
    ...defined({ time }),
    ...Object.fromEntries(context),
    ...defined({ extensions }),
  };
}

/** A readable time in another notation than ours is kept verbatim. */
function isExtensionIn(content: JsonObject, name: string): boolean {
  const value = content[name];
  if (value === null) return false;
  if (name !== 'time') return isExtension(name);
  const time = typeof value === 'string' ? timeOf(value) : undefined;
  return time !== undefined && time !== value;
}

function encode(event: CanonicalEvent): unknown {
  const { id, type, source, visibility, extensions = {} } = event;
  const context = CONTEXT.flatMap(([attribute, field]): [string, JsonValue][] => {
    const value = event[field];
    return value === undefined ? [] : [[attribute, value]];
  });
  const fits = ([name, value]: [string, JsonValue]) => fitsAsExtension(name, value);
  const shape = {
    specversion: '1.0',
    id,
    source: isSource(source.component) ? source.component : OWN_SOURCE,
    type,
    time: originalTime(event),
    ...Object.fromEntries(context),
    ...(visibility === 'internal' ? { visibility } : {}),
    ...Object.fromEntries(Object.entries(extensions).filter(fits)),
    ...payloadOf(event.data),
  };
  const leftovers = leftoversOf(event, readShape(shape));
  return leftovers === undefined
    ? shape
    : { ...shape, [LEFTOVERS_FIELD]: JSON.stringify(leftovers) };
}

function originalTime({ time, extensions }: CanonicalEvent): JsonValue {
  const written = extensions?.time;
  return typeof written === 'string' && timeOf(written) === time ? written : time;
}
