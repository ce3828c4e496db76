// The content of a dead letter for an undelivered message: where it was to go, and what is needed to queue it again.
import { z } from 'zod';

const address = z.object({
  chatId: z.number().int(),
  topicId: z.number().int().exactOptional(),
});

const windowLetter = z.object({
  item: z.literal('window'),
  address,
  /** They are failures, which are told apart from news. */
  isAlerts: z.literal(true).exactOptional(),
  /** Journal positions of its events. */
  positions: z.array(z.string()),
  /** Events beyond what the window keeps, counted by group. */
  more: z.record(z.string(), z.number().int().positive()).exactOptional(),
  /** How many of its messages were sent. */
  sent: z.number().int().nonnegative().exactOptional(),
});

const itemLetter = z.object({
  item: z.enum([
    ...([
      'reply',
      'live',
      'log',
      'card',
      'alert',
      'list',
      'reminder',
      'approval',
      'bundle',
      'unreadable',
    ] as const),
  ]),
  address,
  /** Name of the item in the queue. */
  name: z.string(),
  /** As queued, if it can't be made from state. Former versions did not keep it. */
  payload: z.string().exactOptional(),
});

const undeliveredLetter = z.discriminatedUnion('item', [windowLetter, itemLetter]);

export type UndeliveredLetter = z.infer<typeof undeliveredLetter>;
export type UndeliveredWindow = z.infer<typeof windowLetter>;
export type UndeliveredItem = z.infer<typeof itemLetter>;

/** `undefined` for any other letter. */
export function readUndelivered(raw: string): UndeliveredLetter | undefined {
  try {
    return undeliveredLetter.safeParse(JSON.parse(raw)).data;
  } catch {
    return undefined;
  }
}
