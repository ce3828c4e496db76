// A message that was given up, as its dead letter holds it: where it was to go, and what is needed to queue it
// again.
import { z } from 'zod';

const address = z.object({
  chatId: z.number().int(),
  topicId: z.number().int().exactOptional(),
});

const windowLetter = z.object({
  item: z.literal('window'),
  address,
  /** Of its events, in the journal. */
  positions: z.array(z.string()),
  /** How many more came than the window kept, by group. */
  more: z.record(z.string(), z.number().int().positive()).exactOptional(),
  /** Messages of it that are out. */
  sent: z.number().int().nonnegative().exactOptional(),
});

const itemLetter = z.object({
  item: z.enum(['reply', 'live', 'reminder', 'approval', 'unreadable']),
  address,
  /** Of the item in the queue. */
  name: z.string(),
  /** What was queued with it, where it is not made from state. Former versions did not keep it. */
  payload: z.string().exactOptional(),
});

const undeliveredLetter = z.discriminatedUnion('item', [windowLetter, itemLetter]);

export type UndeliveredLetter = z.infer<typeof undeliveredLetter>;
export type UndeliveredWindow = z.infer<typeof windowLetter>;
export type UndeliveredItem = z.infer<typeof itemLetter>;

/** `undefined` for what is no such letter. */
export function readUndelivered(raw: string): UndeliveredLetter | undefined {
  try {
    return undeliveredLetter.safeParse(JSON.parse(raw)).data;
  } catch {
    return undefined;
  }
}
