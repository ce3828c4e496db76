// The parameter that all resumable streams share.
import { z } from 'zod';

const CURSOR =
  'expected the id of the last event, given once and unchanged, like last_event_id=<id>';

/** For clients that can't send the header Last-Event-ID. */
export const lastEventId = z
  .string(CURSOR)
  .optional()
  .meta({
    description: 'As the header `Last-Event-ID`, for clients that can not send it.',
    examples: ['e1.Zm9yIGV4YW1wbGU'],
  });
