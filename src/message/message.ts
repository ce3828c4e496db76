// What is said in a chat, ready to be sent: no language, no time and no lookup is left in it.
import type { RichText } from './text/rich-text.ts';

export interface Button {
  readonly label: string;
  /** What comes back when it is tapped; 1 to 64 bytes. */
  readonly action: string;
  readonly style?: 'success' | 'danger';
}

export interface Message {
  readonly body: RichText;
  /** A text file that it comes with; the body is its caption, of at most 1,024 units. */
  readonly document?: { readonly name: string; readonly text: string };
  /** Rows of buttons below the text; absent: none. */
  readonly buttons?: readonly (readonly Button[])[];
  /** Delivered without a sound. */
  readonly silent: boolean;
  /** The person whom it answers is to write a reply at once; the text stands in their empty field. */
  readonly wantsReply?: string;
  /** Message in the same chat that this one answers. */
  readonly replyTo?: number;
}
