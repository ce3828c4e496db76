// /grant: gives a person a role, for one project or all. The project may not exist yet, so a prefix never
// stands for another one: if it fits others, the admin is asked.

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
  type CommandReply,
  replyWith,
  usageReply,
} from '../command/command.ts';
import { type Viewer, visibleJobs, visibleRequests } from '../command/visibility.ts';
import { grantsText, mayText } from './grants-text.ts';
import { nameText, notifyPerson } from './notify-person.ts';

type GrantContext = Viewer & Pick<CommandCall, 'userId' | 'userName' | 'voice'>;
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
    const choice = parse(call.words);
    if (choice === undefined) return wrongGrant(call);
    const choices = await choicesFor(choice, call, deps);
    if (choices.length === 0) return replyWith(await applyGrant(choice, call, deps));
    const id = idText(choice.grant.projectId ?? '');
    return replyWith(
      call.voice.speak('reply-subscribe-which', { id }),
      choices.map((one) => [one]),
    );
  },
};

/** `who`: the admin who wrote the command, or tapped one of the choices. */
export async function applyGrant(
  { userId, grant: given, knownAs }: GrantChoice,
  who: GrantContext,
  deps: Deps,
): Promise<RichText> {
  const { voice, chat } = who;
  const person = defined({ knownAs });
  const member = await deps.members.grant(userId, given, person);
  if (userId !== who.userId) await welcome(member, who, deps);
  // A group is not shown the person's other roles.
  const shown = chat.kind === 'private' ? member : { grants: [given] };
  return voice.speak('reply-granted', {
    id: idText(String(userId)),
    roles: grantsText(shown, voice),
    may: mayText(shown, voice),
    known: knownAs === undefined ? undefined : idText(knownAs),
  });
}

/** Candidate projects, the typed one first; none if that exists or fits no other. */
async function choicesFor(choice: GrantChoice, call: CommandCall, deps: Deps): Promise<Button[]> {
  const { projectId: typed } = choice.grant;
  if (typed === undefined) return [];
  const [jobs, requests] = await Promise.all([
    visibleJobs(call, deps),
    visibleRequests(call, deps),
  ]);
  const known = [...jobs, ...requests.map(({ request }) => request)].flatMap(
    ({ projectId }) => projectId ?? [],
  );
  const others = [...new Set(known)].filter((one) => one.startsWith(typed));
  if (others.length === 0 || others.includes(typed)) return [];
  const buttons = [typed, ...others].slice(0, MAX_CHOICES).map((projectId) => {
    const as = call.voice.speak('reply-as-typed', { id: projectId }).text;
    const label = projectId === typed ? as : projectId;
    return grantButton(label, { ...choice, grant: { ...choice.grant, projectId } });
  });
  // If it is too long for a button, it is used as typed.
  return buttons[0] === undefined ? [] : buttons.filter((one) => one !== undefined);
}

async function welcome(member: Member, { userName }: GrantContext, deps: Deps) {
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

/** What is wrong with the arguments of /grant or /revoke. */
export function wrongGrant(
  call: CommandCall,
  { needsRole = true }: { readonly needsRole?: boolean } = {},
): CommandReply {
  const [id, role, , ...more] = call.words;
  if (id === undefined) return usageReply(call, 'reply-missing-user-id');
  if (parseUserId(id) === undefined) return usageReply(call, 'reply-no-user-id', { given: id });
  if (role === undefined && needsRole) return usageReply(call, 'reply-missing-role');
  if (!ROLES.some((one) => one === role?.toLowerCase())) {
    return usageReply(call, 'reply-no-role-called', { given: role });
  }
  const [surplus] = more;
  return surplus === undefined || surplus.toLowerCase() === 'as'
    ? usageReply(call, 'reply-missing-id')
    : usageReply(call, 'reply-surplus', { given: surplus });
}

/** A Telegram user id: a positive whole number, up to 52 bits. */
export function parseUserId(word: string | undefined): number | undefined {
  return word !== undefined && /^[1-9]\d{0,15}$/.test(word) ? Number(word) : undefined;
}
