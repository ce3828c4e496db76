// For a person without a role: their id, and whom to ask. It names nobody: everybody can write to a bot, and who its
// admins are is nothing for strangers. In private whoever runs the bot, and has no role yet, is told where the link of
// the first admin is.
import { isAdmin } from '../../../audience/access.ts';
import type { Chat } from '../../../audience/chat-book.ts';
import { codeExcerpt } from '../../../message/text/excerpt.ts';
import { type RichText, styled } from '../../../message/text/rich-text.ts';
import type { ChatCommandDeps, CommandCall } from '../command/command.ts';

const MAX_ID_UNITS = 60;

interface Stranger extends Pick<CommandCall, 'voice' | 'userId'> {
  readonly chatKind: Chat['kind'];
}

export async function strangerText(
  { voice, userId, chatKind }: Stranger,
  { members }: Pick<ChatCommandDeps, 'members'>,
): Promise<RichText> {
  const isOwned = chatKind === 'group' || (await members.all()).some(isAdmin);
  if (!isOwned) return voice.speak('reply-no-admin');
  return voice.speak('reply-no-role', {
    id: styled(codeExcerpt(String(userId), MAX_ID_UNITS), { type: 'code' }),
    grant: styled(`/grant ${userId} viewer`, { type: 'code' }),
  });
}
