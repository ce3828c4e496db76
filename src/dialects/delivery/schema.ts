// The envelope of a message on the delivery pipeline's streams. The payload stays untouched.
import { z } from 'zod';
import type { JsonValue } from '../../event/canonical-event.ts';
import { MAX_ID } from '../../event/id-limit.ts';
import { eventType, idOf, textOf } from '../fields.ts';
import { isJsonObject } from '../json-text.ts';

const ID_EXPECTED = `must be text of up to ${MAX_ID} characters, or an integer that JSON keeps exactly, like "evt-12"`;
const DATA_EXPECTED = 'must be an object, like {"repository_id": "r1"}';
const SOURCE_EXPECTED = 'must be text or an object, like "delivery-pr" or {"component": "pr"}';

/** Absent and null mean the same. */
const optional = (isReadable: (value: JsonValue) => boolean, expected: string) =>
  z.custom<JsonValue>((value) => isReadable(value as JsonValue), expected).nullish();

const isName = (value: JsonValue | undefined) =>
  value === undefined || value === null || value === '' || textOf(value) !== undefined;

function isSource(value: JsonValue): boolean {
  return isJsonObject(value) ? isName(value.component) && isName(value.instance_id) : isName(value);
}

/** Fields that jobwire understands; all others become extensions of the event. */
export const deliverySchema = z
  .object({
    event_id: optional((value) => value === '' || idOf(value) !== undefined, ID_EXPECTED).meta({
      type: ['string', 'integer', 'null'],
    }),
    type: eventType('pr.created'),
    /** Unreadable counts as absent (timestamp.ts). */
    timestamp: z.unknown().optional(),
    data: optional(isJsonObject, DATA_EXPECTED).meta({ type: ['object', 'null'] }),
    source: optional(isSource, SOURCE_EXPECTED).meta({ type: ['string', 'object', 'null'] }),
  })
  .meta({
    description: 'An event of a software delivery pipeline.',
    examples: [
      {
        event_id: 'evt-12',
        type: 'pr.created',
        timestamp: '2026-03-02T09:00:00Z',
        data: { pull_request_id: 'pr-7', repository_id: 'r1', title: 'Add a cart' },
      },
    ],
  });
