// Who taps, and where, as the rules of what may be shown take it.

import type { ChatCommandDeps } from '../commands/command/command.ts';
import type { Viewer } from '../commands/command/visibility.ts';
import type { Tap } from '../handling/tap.ts';
import { addressOf } from '../sending/address.ts';
import { chatKind, chatTitle, freshChat } from '../sending/sender.ts';

type Deps = Pick<ChatCommandDeps, 'chatBook' | 'members'>;

/** `undefined` in a channel. */
export async function viewerOf(
  { query: { from, message }, voice }: Tap,
  { chatBook, members }: Deps,
): Promise<Viewer | undefined> {
  const kind = chatKind(message.chat);
  if (kind === undefined) return undefined;
  const [member, stored] = await Promise.all([members.get(from.id), chatBook.get(message.chat.id)]);
  const about = { id: message.chat.id, kind, title: chatTitle(message.chat) };
  const chat = stored ?? freshChat(about, voice.locale);
  return { member, chat, address: addressOf(message) };
}
