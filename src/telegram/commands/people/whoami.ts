// /whoami: who this person is to jobwire.
import { hasAnyRole } from '../../../audience/access.ts';
import { codeExcerpt, excerpt } from '../../../message/text/excerpt.ts';
import { styled } from '../../../message/text/rich-text.ts';
import { type Command, replyWith } from '../command/command.ts';
import { grantsText } from './grants-text.ts';
import { strangerText } from './stranger-text.ts';

const MAX_LENGTH = 60;

export const whoami: Command<unknown> = {
  name: 'whoami',
  access: 'anyone',
  isPersonal: true,
  example: '/whoami',
  async run(call) {
    const { member, voice, userId, userName } = call;
    if (!hasAnyRole(member)) return replyWith(strangerText(call));
    const known = member?.knownAs ?? [];
    return replyWith(
      voice.speak('reply-whoami', {
        name: excerpt(userName, MAX_LENGTH),
        id: styled(codeExcerpt(String(userId), MAX_LENGTH), { type: 'code' }),
        roles: grantsText(member, voice),
        known: known.length === 0 ? undefined : excerpt(known.join(', '), MAX_LENGTH),
      }),
    );
  },
};
