// One event from what its shape tells and from what the addition tells over it; and back, the
// addition that a shape needs. For the dialects whose shape is smaller than an event.

import { aggregateOf } from '../event/aggregate.ts';
import type { CanonicalEvent, JsonObject, JsonValue } from '../event/canonical-event.ts';
import { contentId } from '../event/event-id.ts';
import { defined } from '../runtime/defined.ts';
import type { Decoded } from './dialect.ts';
import { isEventType } from './fields.ts';
import { type LeftoverSource, leftoversOf, readLeftovers } from './leftovers.ts';
import { arrivalTime, type NamedTime, readTimestamp } from './timestamp.ts';

/** What a shape tells; everything else of an event has a default. */
export type ShapeFields = LeftoverSource &
  Required<Pick<LeftoverSource, 'type' | 'source' | 'data'>>;

interface Parts {
  readonly dialect: string;
  readonly told: ShapeFields;
  /** The addition, as it was found; wins over what the shape tells. */
  readonly addition: JsonValue | undefined;
  /** What the event is known by where neither shape nor addition gives an id. */
  readonly content: JsonValue;
  readonly arrivedAt: number;
  readonly raw?: string;
  /** What the shape names as its time. */
  readonly named?: NamedTime;
}

/** Without an id and a time that can be read, the same content later counts as a new event. */
export function wholeEvent(parts: Parts): Decoded {
  const { dialect, arrivedAt, raw } = parts;
  const told: ShapeFields = { ...parts.told, ...fitting(readLeftovers(parts.addition)) };
  const time = told.time ?? arrivalTime(arrivedAt);
  const { id, identity, repeatKey } = identify(told, parts);
  const event: CanonicalEvent = {
    visibility: 'public',
    recipients: 'all',
    aggregate: aggregateOf(told),
    ...told,
    id,
    time,
    dialect,
    ...defined({ raw }),
  };
  const isUnreadable = parts.named?.unreadable !== undefined && told.time === undefined;
  return {
    event,
    identity,
    repeatKey,
    ...(isUnreadable ? { hasUnreadableTime: true } : {}),
  };
}

/**
 * What the addition has to hold so that `event` comes back from a shape that tells `told`;
 * `undefined` when the shape tells it all. The shape must tell nothing that the event has not.
 */
export function additionFor(event: CanonicalEvent, told: LeftoverSource): JsonObject | undefined {
  return leftoversOf(event, {
    visibility: 'public',
    recipients: 'all',
    aggregate: aggregateOf(event),
    ...told,
  });
}

/** Whether both say the same, whatever dialect they came in. */
export function isSameEvent(one: CanonicalEvent, other: CanonicalEvent): boolean {
  return leftoversOf(one, other) === undefined && leftoversOf(other, one) === undefined;
}

function identify(told: LeftoverSource, { dialect, content, arrivedAt }: Parts) {
  if (told.id !== undefined) return { id: told.id, identity: 'id', repeatKey: told.id } as const;
  const repeatKey = contentId(dialect, content);
  if (told.time !== undefined) return { id: repeatKey, identity: 'id', repeatKey } as const;
  const id = `${repeatKey}-${arrivedAt.toString(36)}`;
  return { id, identity: 'content', repeatKey } as const;
}

/** Without a type or a time that no event has; those of the shape stand then. */
function fitting({ type, time, ...rest }: LeftoverSource): LeftoverSource {
  return {
    ...rest,
    ...(type !== undefined && isEventType(type) ? { type } : {}),
    ...(time !== undefined && readTimestamp(time) === time ? { time } : {}),
  };
}
