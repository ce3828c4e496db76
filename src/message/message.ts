// A message ready to be sent: its language, times and lookups are resolved.
import { z } from 'zod';
import { richTextSchema } from './text/rich-text.ts';

const buttonSchema = z
  .object({
    label: z.string(),
    /** Callback data of 1 to 64 bytes. */
    action: z.string(),
    style: z.enum(['success', 'danger']).exactOptional(),
  })
  .readonly();
export type Button = z.infer<typeof buttonSchema>;

export const messageSchema = z
  .object({
    body: richTextSchema,
    /** An attached text file; the body is its caption, of at most 1,024 UTF-16 units. */
    document: z.object({ name: z.string(), text: z.string() }).readonly().exactOptional(),
    /** Rows of buttons below the text; absent: none. */
    buttons: z.array(z.array(buttonSchema).readonly()).readonly().exactOptional(),
    /** A page of the dashboard that a button in a row of its own opens, where the channel can offer that. */
    opens: z.object({ label: z.string(), path: z.string() }).readonly().exactOptional(),
    /** Delivered without a sound. */
    silent: z.boolean(),
    /** Opens the reply field of the person it answers, with this placeholder. */
    wantsReply: z.string().exactOptional(),
    /** Id of the message in the same chat that this one answers. */
    replyTo: z.number().exactOptional(),
  })
  .readonly();
export type Message = z.infer<typeof messageSchema>;
