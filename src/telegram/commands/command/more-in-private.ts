// Refers a group to the private chat, where more may be shown. Always, so that it does not reveal
// whether there is more.

import type { Voice } from '../../../message/locale/voice.ts';
import { join, type RichText, styled } from '../../../message/text/rich-text.ts';
import type { BotName } from '../../sending/login.ts';
import type { ChatCommandDeps, CommandCall } from './command.ts';

/** The answer, in a group with a link to the private chat below. */
export async function withPrivateLink(
  body: RichText,
  { chat, voice }: Pick<CommandCall, 'chat' | 'voice'>,
  deps: Pick<ChatCommandDeps, 'botName'>,
): Promise<RichText> {
  if (chat.kind === 'private') return body;
  const link = await privateLink(deps.botName);
  return join([body, voice.speak('reply-more-in-private', { link })], '\n');
}

/** For a command whose answer nobody else may read. */
export async function onlyInPrivate(
  { speak }: Voice,
  { botName }: Pick<ChatCommandDeps, 'botName'>,
): Promise<RichText> {
  return speak('reply-only-in-private', { link: await privateLink(botName) });
}

/** Where anybody can write to the bot in private. */
export async function privateLink(botName: BotName): Promise<RichText> {
  const url = `https://t.me/${await botName()}`;
  return styled(url, { type: 'link', url });
}
