// /whoami: who this person is to jobwire.
import { hasAnyRole } from '../../../audience/access.ts';
import { joinList } from '../../../message/locale/list-text.ts';
import type { Voice } from '../../../message/locale/voice.ts';
import { codeExcerpt, excerpt } from '../../../message/text/excerpt.ts';
import { type RichText, styled } from '../../../message/text/rich-text.ts';
import { type ChatCommandDeps, type Command, replyWith } from '../command/command.ts';
import { grantsText } from './grants-text.ts';
import { strangerText } from './stranger-text.ts';

const MAX_LENGTH = 60;
const MAX_KNOWN = 10;

export const whoami: Command<Pick<ChatCommandDeps, 'members'>> = {
  name: 'whoami',
  access: 'anyone',
  isPersonal: true,
  example: '/whoami',
  async run(call, deps) {
    const { member, voice, userId, userName } = call;
    if (!hasAnyRole(member)) {
      return replyWith(await strangerText({ ...call, chatKind: call.chat.kind }, deps));
    }
    const known = member?.knownAs ?? [];
    return replyWith(
      voice.speak('reply-whoami', {
        name: excerpt(userName, MAX_LENGTH),
        id: styled(codeExcerpt(String(userId), MAX_LENGTH), { type: 'code' }),
        roles: grantsText(member, voice),
        known: known.length === 0 ? undefined : knownText(known, voice),
      }),
    );
  },
};

/** A person may be known by any number of ids; the first ones are enough to recognise them. */
function knownText(ids: readonly string[], voice: Voice): RichText {
  const shown = ids.slice(0, MAX_KNOWN).map((id) => excerpt(id, MAX_LENGTH));
  const count = ids.length - shown.length;
  const more = count > 0 ? [voice.speak('event-list-more', { count })] : [];
  return joinList([...shown, ...more], voice);
}
