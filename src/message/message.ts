// What is said in a chat, ready to be sent: no language, no time and no lookup is left in it.
import { z } from 'zod';
import { richTextSchema } from './text/rich-text.ts';

const buttonSchema = z
  .object({
    label: z.string(),
    /** What comes back when it is tapped; 1 to 64 bytes. */
    action: z.string(),
    style: z.enum(['success', 'danger']).exactOptional(),
  })
  .readonly();
export type Button = z.infer<typeof buttonSchema>;

export const messageSchema = z
  .object({
    body: richTextSchema,
    /** A text file that it comes with; the body is its caption, of at most 1,024 units. */
    document: z.object({ name: z.string(), text: z.string() }).readonly().exactOptional(),
    /** Rows of buttons below the text; absent: none. */
    buttons: z.array(z.array(buttonSchema).readonly()).readonly().exactOptional(),
    /** Delivered without a sound. */
    silent: z.boolean(),
    /** The person whom it answers is to write a reply at once; the text stands in their empty field. */
    wantsReply: z.string().exactOptional(),
    /** Message in the same chat that this one answers. */
    replyTo: z.number().exactOptional(),
  })
  .readonly();
export type Message = z.infer<typeof messageSchema>;
