// /grant: gives a person a role, for one project or all.

import { type Grant, type Member, ROLES } from '../../../audience/access.ts';
import { idText } from '../../../message/locale/voice.ts';
import { defined } from '../../../runtime/defined.ts';
import {
  type ChatCommandDeps,
  type Command,
  type CommandCall,
  said,
  USAGE,
} from '../command/command.ts';
import { grantsText, mayText } from './grants-text.ts';
import { nameText, notifyPerson } from './tell-person.ts';

interface Wish {
  readonly userId: number;
  readonly grant: Grant;
  readonly knownAs?: string;
}

type Deps = Pick<ChatCommandDeps, 'members' | 'chatBook' | 'translator' | 'outbox'>;

export const grant: Command<Deps> = {
  name: 'grant',
  access: 'admin',
  example: '/grant 1002 approver acme/web as u-42',
  async run(call, deps) {
    const wish = parse(call.words);
    if (wish === undefined) return USAGE;
    const { userId, knownAs } = wish;
    const person = knownAs === undefined ? {} : { knownAs };
    const member = await deps.members.grant(userId, wish.grant, person);
    if (userId !== call.userId) await welcome(member, call, deps);
    // A group learns of no other role than the one that was written there.
    const shown = call.chat.kind === 'private' ? member : { grants: [wish.grant] };
    return said(
      call.voice.speak('reply-granted', {
        id: idText(String(userId)),
        roles: grantsText(shown, call.voice),
        may: mayText(shown, call.voice),
        known: knownAs === undefined ? undefined : idText(knownAs),
      }),
    );
  },
};

async function welcome(member: Member, { userName }: CommandCall, deps: Deps) {
  await notifyPerson(member.userId, deps, (voice) =>
    voice.speak('reply-granted-you', {
      by: nameText(userName),
      roles: grantsText(member, voice),
      may: mayText(member, voice),
    }),
  );
}

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
    grant: { role, ...defined({ projectId }) },
    ...defined({ knownAs }),
  };
}

/** A Telegram user id: a positive whole number, up to 52 bits. */
export function parseUserId(word: string | undefined): number | undefined {
  return word !== undefined && /^[1-9]\d{0,15}$/.test(word) ? Number(word) : undefined;
}
