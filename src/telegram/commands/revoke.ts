// /revoke: takes a role, or all of them, from a person.
import { ROLES } from '../../audience/access.ts';
import { idText } from '../../message/voice.ts';
import { type Command, said, USAGE } from './command.ts';
import { parseUserId } from './grant.ts';
import { grantsText } from './grants-text.ts';

export const revoke: Command = {
  name: 'revoke',
  access: 'admin',
  example: '/revoke 1002 approver acme/web',
  async run({ words, voice }, { members }) {
    const [id, roleName, projectId, ...more] = words;
    const userId = parseUserId(id);
    const role = ROLES.find((one) => one === roleName?.toLowerCase());
    const isWrong = userId === undefined || (roleName !== undefined && role === undefined);
    if (isWrong || more.length > 0) return USAGE;
    const person = idText(String(userId));
    if ((await members.get(userId)) === undefined) {
      return said(voice.speak('reply-no-member', { id: person }));
    }
    const left = await members.revoke(userId, {
      ...(role === undefined ? {} : { role }),
      ...(projectId === undefined ? {} : { projectId }),
    });
    return said(voice.speak('reply-revoked', { id: person, roles: grantsText(left, voice) }));
  },
};
