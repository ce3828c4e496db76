// /grant: gives a person a role, for one project or all. It is set for the future, so the beginning of a project
// is never taken for another one: where others begin like it, the admin is asked.

import { type Member, ROLES } from '../../../audience/access.ts';
import { idText } from '../../../message/locale/voice.ts';
import type { Button } from '../../../message/message.ts';
import type { RichText } from '../../../message/text/rich-text.ts';
import { defined } from '../../../runtime/defined.ts';
import { type GrantChoice, grantButton } from '../command/choices.ts';
import {
  type ChatCommandDeps,
  type Command,
  type CommandCall,
  said,
  USAGE,
} from '../command/command.ts';
import { type Viewer, visibleJobs, visibleRequests } from '../command/visibility.ts';
import { grantsText, mayText } from './grants-text.ts';
import { nameText, notifyPerson } from './tell-person.ts';

type Granting = Viewer & Pick<CommandCall, 'userId' | 'userName' | 'voice'>;
type Deps = Pick<
  ChatCommandDeps,
  'members' | 'chatBook' | 'jobs' | 'approvals' | 'routes' | 'outbox' | 'translator'
>;

const MAX_CHOICES = 5;

export const grant: Command<Deps> = {
  name: 'grant',
  access: 'admin',
  example: '/grant 1002 approver acme/web as u-42',
  async run(call, deps) {
    const wish = parse(call.words);
    if (wish === undefined) return USAGE;
    const choices = await choicesFor(wish, call, deps);
    if (choices.length === 0) return said(await carryOut(wish, call, deps));
    const id = idText(wish.grant.projectId ?? '');
    return said(
      call.voice.speak('reply-subscribe-which', { id }),
      choices.map((one) => [one]),
    );
  },
};

/** Of the admin who wrote it, or tapped one of the choices. */
export async function carryOut(
  { userId, grant: given, knownAs }: GrantChoice,
  who: Granting,
  deps: Deps,
): Promise<RichText> {
  const { voice, chat } = who;
  const person = defined({ knownAs });
  const member = await deps.members.grant(userId, given, person);
  if (userId !== who.userId) await welcome(member, who, deps);
  // A group learns of no other role than the one that was written there.
  const shown = chat.kind === 'private' ? member : { grants: [given] };
  return voice.speak('reply-granted', {
    id: idText(String(userId)),
    roles: grantsText(shown, voice),
    may: mayText(shown, voice),
    known: knownAs === undefined ? undefined : idText(knownAs),
  });
}

/** Projects that may be meant, as typed first; none where the one that was typed is known or alone. */
async function choicesFor(wish: GrantChoice, call: CommandCall, deps: Deps): Promise<Button[]> {
  const { projectId: typed } = wish.grant;
  if (typed === undefined) return [];
  const [jobs, requests] = await Promise.all([
    visibleJobs(call, deps),
    visibleRequests(call, deps),
  ]);
  const known = [...jobs, ...requests.map(({ request }) => request)].flatMap(
    ({ projectId }) => projectId ?? [],
  );
  const alike = [...new Set(known)].filter((one) => one.startsWith(typed));
  if (alike.length === 0 || alike.includes(typed)) return [];
  const buttons = [typed, ...alike].slice(0, MAX_CHOICES).map((projectId) => {
    const as = call.voice.speak('reply-as-typed', { id: projectId }).text;
    const label = projectId === typed ? as : projectId;
    return grantButton(label, { ...wish, grant: { ...wish.grant, projectId } });
  });
  // Too long for a button: then it is meant as it stands.
  return buttons[0] === undefined ? [] : buttons.filter((one) => one !== undefined);
}

async function welcome(member: Member, { userName }: Granting, deps: Deps) {
  await notifyPerson(member.userId, deps, (voice) =>
    voice.speak('reply-granted-you', {
      by: nameText(userName),
      roles: grantsText(member, voice),
      may: mayText(member, voice),
    }),
  );
}

/** `<telegram id> <role> [project] [as <user id>]` */
function parse(words: readonly string[]): GrantChoice | undefined {
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
