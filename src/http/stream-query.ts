// The parameter that all resumable streams share.
import { z } from 'zod';

const CURSOR =
  'expected the id of the last event, given once, like last_event_id=e1.1772442000000-0';

/** For clients that can't send the header Last-Event-ID. */
export const lastEventId = z.string(CURSOR).optional();
