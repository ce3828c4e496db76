// The forms of the world's JSON requests.
import { z } from 'zod';

export const id = z.int();
export const person = z.object({
  id,
  firstName: z.string().min(1),
  username: z.string().optional(),
  languageCode: z.string().optional(),
});
const role = z.enum(['creator', 'administrator', 'member']);
export const group = z.object({
  id,
  title: z.string().min(1),
  forum: z.boolean().optional(),
  members: z.array(z.union([id, z.object({ personId: id, role })])),
  topics: z.array(z.object({ id, name: z.string() })).optional(),
  bot: z.enum(['member', 'administrator', 'left']).optional(),
});
export const saying = z.object({
  chatId: id,
  personId: id,
  text: z.string(),
  topicId: id.optional(),
  replyTo: id.optional(),
});
export const tapping = z.object({
  chatId: id,
  messageId: id,
  personId: id,
  data: z.string().optional(),
  row: id.optional(),
  column: id.optional(),
  timeoutMs: z.number().max(60_000).optional(),
});
const scope = {
  method: z.string().optional(),
  chatId: id.optional(),
  times: z.int().min(1).optional(),
  forMs: z.number().min(1).optional(),
};
export const fault = z.discriminatedUnion('kind', [
  z.object({ ...scope, kind: z.literal('flood'), retryAfter: z.int().min(1).optional() }),
  z.object({
    ...scope,
    kind: z.literal('status'),
    code: z.int().min(400).max(599).optional(),
    description: z.string().optional(),
  }),
  z.object({ ...scope, kind: z.literal('drop-answer') }),
  z.object({ ...scope, kind: z.literal('refuse') }),
  z.object({ ...scope, kind: z.literal('delay'), ms: z.number().min(0) }),
]);
export const ofPerson = z.object({ personId: id });
export const started = ofPerson.extend({ started: z.boolean().optional() });
export const ofChat = z.object({ chatId: id });
export const byPerson = z.object({ chatId: id, personId: id.optional() });
export const ofTopic = z.object({ chatId: id, topicId: id });
export const waiting = z.object({
  chatId: id,
  /** Part of the text of a message from the bot. */
  text: z.string(),
  timeoutMs: z.number().max(60_000).optional(),
});
