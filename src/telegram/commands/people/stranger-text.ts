// For a person without a role: their id, and whom to ask. It names nobody: everybody can write to a bot, and who its
// admins are is nothing for strangers.
import { codeExcerpt } from '../../../message/text/excerpt.ts';
import { styled } from '../../../message/text/rich-text.ts';
import type { CommandCall } from '../command/command.ts';

const MAX_ID_UNITS = 60;

export function strangerText({ voice, userId }: Pick<CommandCall, 'voice' | 'userId'>) {
  return voice.speak('reply-no-role', {
    id: styled(codeExcerpt(String(userId), MAX_ID_UNITS), { type: 'code' }),
    grant: styled(`/grant ${userId} viewer`, { type: 'code' }),
  });
}
