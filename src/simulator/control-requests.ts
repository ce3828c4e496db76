// Schemas of the control requests (control-routes.ts).
import { z } from 'zod';

export const idSchema = z.int();
export const person = z.object({
  id: idSchema,
  firstName: z.string().min(1),
  username: z.string().optional(),
  languageCode: z.string().optional(),
});
const role = z.enum(['creator', 'administrator', 'member']);
export const group = z.object({
  id: idSchema,
  title: z.string().min(1),
  forum: z.boolean().optional(),
  members: z.array(z.union([idSchema, z.object({ personId: idSchema, role })])),
  topics: z.array(z.object({ id: idSchema, name: z.string() })).optional(),
  bot: z.enum(['member', 'administrator', 'left']).optional(),
});
export const sayOptions = z.object({
  chatId: idSchema,
  personId: idSchema,
  text: z.string(),
  topicId: idSchema.optional(),
  replyTo: idSchema.optional(),
});
export const tapOptions = z.object({
  chatId: idSchema,
  messageId: idSchema,
  personId: idSchema,
  data: z.string().optional(),
  row: idSchema.optional(),
  column: idSchema.optional(),
  timeoutMs: z.number().max(60_000).optional(),
});
const scope = {
  method: z.string().optional(),
  chatId: idSchema.optional(),
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
export const ofPerson = z.object({ personId: idSchema });
export const started = ofPerson.extend({ started: z.boolean().optional() });
export const ofChat = z.object({ chatId: idSchema });
export const byPerson = z.object({ chatId: idSchema, personId: idSchema.optional() });
export const ofTopic = z.object({ chatId: idSchema, topicId: idSchema });
export const waitOptions = z.object({
  chatId: idSchema,
  /** Part of the text of a message from the bot. */
  text: z.string(),
  timeoutMs: z.number().max(60_000).optional(),
});
