// Where a command is written or a button tapped, as texts call it: a chat, or one topic of a forum.
import { isTopic } from '../../../audience/address-settings.ts';
import type { TextArgs } from '../../../message/locale/translate.ts';
import type { RichText } from '../../../message/text/rich-text.ts';
import type { CommandCall } from './command.ts';

export type CommandPlace = Pick<CommandCall, 'chat' | 'address' | 'voice'>;

/** The text for a chat, or its `.topic` where the address is one. */
export function speakHere(
  key: string,
  { chat, address, voice }: CommandPlace,
  args: TextArgs = {},
): RichText {
  return voice.speak(isTopic(chat, address) ? `${key}.topic` : key, args);
}
