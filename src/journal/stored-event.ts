// Reads events as the journal keeps them.
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { eventMisfit } from '../event/event-shape.ts';
import { createCheckedDecoder, type Decoder } from '../runtime/stored/decoder.ts';

export const decodeEvent: Decoder<CanonicalEvent> = createCheckedDecoder('event', eventMisfit);
