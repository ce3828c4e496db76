// How an event stream looks in the OpenAPI document.
import { z } from 'zod';
import type { Operation, StreamMessage } from '../documents/operation.ts';
import { gapSchema } from '../reading/starting-point.ts';

/** The answers of a stream; `example` is the beginning of its text. */
export function eventStream(example: string): Operation['answers'] {
  return {
    200: {
      description:
        'Server-sent events, until either side ends. A stream that ends at once, after `retry:`, says when to come back: browsers would not after an error.',
      content: {
        'text/event-stream': z.string().meta({ examples: [example] }),
      },
    },
  };
}

/** Among the messages of streams that resume. */
export const GAP: StreamMessage = {
  name: 'gap',
  summary: 'Some events are no longer kept.',
  payload: gapSchema,
};

/** Among those of streams whose clients want to see that they are alive. */
export const HEARTBEAT: StreamMessage = {
  name: 'heartbeat',
  summary: 'The stream is alive.',
  payload: z.object({}),
};

/** On streams that resume. */
export const resumeHeaders = z.object({
  'last-event-id': z
    .string()
    .optional()
    .meta({
      description:
        'The `id` of the last event that was read: the stream goes on after it. Browsers send it by themselves.',
      examples: ['e1.Zm9yIGV4YW1wbGU'],
    }),
});
