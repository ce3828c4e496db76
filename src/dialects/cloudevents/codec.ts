// CloudEvents 1.0, structured JSON: what is posted to the HTTP port by whoever speaks it. The
// addition is an attribute too, so it is the JSON text of what the other dialects add as an object.

import type { CanonicalEvent, JsonObject, JsonValue } from '../../event/canonical-event.ts';
import { defined } from '../../runtime/defined.ts';
import type { Decoded, Dialect, RawMessage } from '../dialect.ts';
import { refused, textOf, timeOf, without } from '../fields.ts';
import { parseObject } from '../json-text.ts';
import { LEFTOVERS } from '../leftovers.ts';
import { readNamedTime, withOriginal } from '../timestamp.ts';
import { additionFor, type ShapeFields, wholeEvent } from '../whole-event.ts';
import { dataOf, payloadOf } from './payload.ts';
import { CONTEXT, checkCloudEvent, fitsAsExtension, isExtension, isSource } from './schema.ts';

const NAME = 'cloudevents';

/** Source of what came from a component whose name is no URI reference. */
const OWN_SOURCE = 'jobwire';

export const cloudevents: Dialect = { name: NAME, sources: [], decode, encode };

function decode({ text, arrivedAt }: RawMessage): Decoded {
  const content = parseObject(text);
  checkCloudEvent(content);
  const addition = additionIn(content);
  const told = tell(content);
  const named = readNamedTime(content.time);
  const decoded = wholeEvent({ dialect: NAME, told, addition, content, arrivedAt, named });
  // Only source and id together are unique; no source has a space.
  const repeatKey = `${told.source.component} ${told.id}`;
  return addition === undefined ? { ...decoded, repeatKey } : decoded;
}

function additionIn({ [LEFTOVERS]: written }: JsonObject): JsonObject | undefined {
  if (typeof written !== 'string') return undefined;
  try {
    return parseObject(written);
  } catch {
    throw refused(
      'A CloudEvent: jobwire must be the JSON text of an object, like "{\\"recipients\\":[1001]}".',
    );
  }
}

/** What a CloudEvent of checked form tells without its addition. */
function tell(content: JsonObject): ShapeFields & { readonly id: string } {
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
    data: withOriginal(dataOf(content), named),
    visibility: content.visibility === 'internal' ? 'internal' : 'public',
    ...defined({ time }),
    ...Object.fromEntries(context),
    ...defined({ extensions }),
  };
}

/** A time that can be read is kept as it was written where that is not how events write it. */
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
    time: timeAsWritten(event),
    ...Object.fromEntries(context),
    ...(visibility === 'internal' ? { visibility } : {}),
    ...Object.fromEntries(Object.entries(extensions).filter(fits)),
    ...payloadOf(event.data),
  };
  const addition = additionFor(event, tell(shape));
  return addition === undefined ? shape : { ...shape, [LEFTOVERS]: JSON.stringify(addition) };
}

function timeAsWritten({ time, extensions }: CanonicalEvent): JsonValue {
  const written = extensions?.time;
  return typeof written === 'string' && timeOf(written) === time ? written : time;
}
