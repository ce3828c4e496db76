// An event as JSON in one of the shapes; one that can't be encoded does not affect the others.

import type { CanonicalEvent } from '../../event/canonical-event.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';

/** One line of JSON; `undefined`, with a log entry, for an event that the shape can't represent. */
export type EventJson = (event: CanonicalEvent) => string | undefined;

interface Deps {
  /** Returns the value to be encoded as JSON. */
  readonly encode: (event: CanonicalEvent) => unknown;
  readonly log: Logger;
}

export function createEventJson({ encode, log }: Deps): EventJson {
  return (event) => {
    try {
      const json: string | undefined = JSON.stringify(encode(event));
      if (json !== undefined) return json;
      throw new TypeError('an event has no data that JSON can represent');
    } catch (error) {
      log.error({ eventId: event.id, reason: messageOf(error) }, 'event_encode_failed');
      return undefined;
    }
  };
}
