// Decodes events as stored in the journal.
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { eventProblem } from '../event/event-shape.ts';
import { createCheckedDecoder, type Decoder } from '../runtime/stored/decoder.ts';

export const decodeEvent: Decoder<CanonicalEvent> = createCheckedDecoder('event', eventProblem);
