// /grant: gives a person a role, for one project or all.
import { type Grant, ROLES } from '../../audience/access.ts';
import { idText } from '../../message/voice.ts';
import { type Command, said, USAGE } from './command.ts';
import { grantsText } from './grants-text.ts';

interface Wish {
  readonly userId: number;
  readonly grant: Grant;
  readonly knownAs?: string;
}

export const grant: Command = {
  name: 'grant',
  access: 'admin',
  example: '/grant 1002 approver acme/web as u-42',
  async run({ words, voice }, { members }) {
    const wish = parse(words);
    if (wish === undefined) return USAGE;
    const { userId, knownAs } = wish;
    const person = knownAs === undefined ? {} : { knownAs };
    const member = await members.grant(userId, wish.grant, person);
    return said(
      voice.speak('reply-granted', {
        id: idText(String(userId)),
        roles: grantsText(member, voice),
        known: knownAs === undefined ? undefined : idText(knownAs),
      }),
    );
  },
};

/** `<telegram id> <role> [project] [as <user id>]` */
function parse(words: readonly string[]): Wish | undefined {
  const named = words.at(-2)?.toLowerCase() === 'as' && words.length > 3;
  const knownAs = named ? words.at(-1) : undefined;
  const [id, roleName, projectId, ...more] = named ? words.slice(0, -2) : words;
  const userId = parseUserId(id);
  const role = ROLES.find((one) => one === roleName?.toLowerCase());
  if (userId === undefined || role === undefined || more.length > 0) return undefined;
  if (projectId?.toLowerCase() === 'as') return undefined;
  return {
    userId,
    grant: { role, ...(projectId === undefined ? {} : { projectId }) },
    ...(knownAs === undefined ? {} : { knownAs }),
  };
}

/** A Telegram user id: a positive whole number, up to 52 bits. */
export function parseUserId(word: string | undefined): number | undefined {
  return word !== undefined && /^[1-9]\d{0,15}$/.test(word) ? Number(word) : undefined;
}
