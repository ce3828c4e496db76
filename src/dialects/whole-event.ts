// Makes an event of a message's own fields and its leftovers, and finds the leftovers that a written
// message needs. For the dialects whose format holds less than an event.

import { aggregateOf } from '../event/aggregate.ts';
import type { CanonicalEvent, JsonObject, JsonValue } from '../event/canonical-event.ts';
import { contentId } from '../event/event-id.ts';
import { defined } from '../runtime/defined.ts';
import type { Decoded } from './dialect.ts';
import { isEventType } from './fields.ts';
import { missingFields, type PartialEvent, readLeftovers } from './leftovers.ts';
import { arrivalTime, type NamedTime, readTimestamp } from './timestamp.ts';

/** What a message gives itself; every other field of an event has a default. */
export type ShapeFields = PartialEvent & Required<Pick<PartialEvent, 'type' | 'source' | 'data'>>;

interface Parts {
  readonly dialect: string;
  readonly fields: ShapeFields;
  /** As received; they win over the message's own fields. */
  readonly leftovers: JsonValue | undefined;
  /** What the event is identified by where it has no id. */
  readonly content: JsonValue;
  readonly arrivedAt: number;
  readonly raw?: string;
  /** The timestamp that the message names. */
  readonly named?: NamedTime;
}

/** Without an id or a readable time, the same content later counts as a new event. */
export function wholeEvent(parts: Parts): Decoded {
  const { dialect, arrivedAt, raw } = parts;
  const fields: ShapeFields = { ...parts.fields, ...validFields(readLeftovers(parts.leftovers)) };
  const time = fields.time ?? arrivalTime(arrivedAt);
  const { id, identity, repeatKey } = identify(fields, parts);
  const event: CanonicalEvent = {
    visibility: 'public',
    recipients: 'all',
    aggregate: aggregateOf(fields),
    ...fields,
    id,
    time,
    dialect,
    ...defined({ raw }),
  };
  const isUnreadable = parts.named?.unreadable !== undefined && fields.time === undefined;
  return {
    event,
    identity,
    repeatKey,
    ...(isUnreadable ? { hasUnreadableTime: true } : {}),
  };
}

/**
 * What must be added to a message that gives `fields`, so that `event` is read back from it;
 * `undefined` for nothing. The message must give no field that the event lacks.
 */
export function leftoversOf(event: CanonicalEvent, fields: PartialEvent): JsonObject | undefined {
  return missingFields(event, {
    visibility: 'public',
    recipients: 'all',
    aggregate: aggregateOf(event),
    ...fields,
  });
}

/** Whether they are equal but for their dialects. */
export function isSameEvent(one: CanonicalEvent, other: CanonicalEvent): boolean {
  return missingFields(one, other) === undefined && missingFields(other, one) === undefined;
}

function identify(fields: PartialEvent, { dialect, content, arrivedAt }: Parts) {
  if (fields.id !== undefined)
    return { id: fields.id, identity: 'id', repeatKey: fields.id } as const;
  const repeatKey = contentId(dialect, content);
  if (fields.time !== undefined) return { id: repeatKey, identity: 'id', repeatKey } as const;
  const id = `${repeatKey}-${arrivedAt.toString(36)}`;
  return { id, identity: 'content', repeatKey } as const;
}

/** Without an invalid type or time, so that the message's own count. */
function validFields({ type, time, ...rest }: PartialEvent): PartialEvent {
  return {
    ...rest,
    ...(type !== undefined && isEventType(type) ? { type } : {}),
    ...(time !== undefined && readTimestamp(time) === time ? { time } : {}),
  };
}
