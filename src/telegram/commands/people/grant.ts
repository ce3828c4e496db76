// /grant: gives a person a role, for one project or all. The project may not exist yet, so a prefix never
// stands for another one: if it fits others, the admin is asked.

import { grantsFor, isAdmin, type Member, mayGive, ROLES } from '../../../audience/access.ts';
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
import type { Viewer } from '../command/visibility.ts';
import { grantsText, mayText } from './grants-text.ts';
import { knownProjects, projectsLike } from './known-projects.ts';
import { nameText, notifyPerson } from './notify-person.ts';
import { askGrantProject, askRole, peopleRows } from './role-buttons.ts';
import { parseUserId, wrongArguments } from './wrong-arguments.ts';

type GrantContext = Viewer & Pick<CommandCall, 'userId' | 'userName' | 'voice'>;
type Deps = Pick<
  ChatCommandDeps,
  | 'members'
  | 'chatBook'
  | 'jobs'
  | 'approvals'
  | 'routes'
  | 'outbox'
  | 'translator'
  | 'commandMenus'
  | 'log'
>;

const MAX_CHOICES = 5;

export const grant: Command<Deps> = {
  name: 'grant',
  access: 'projectAdmin',
  example: '/grant 1002 approver acme/web as u-42',
  async run(call, deps) {
    const choice = parse(call.words);
    if (choice === undefined) return wrong(call, deps);
    if (!mayGrant(choice, call)) return refused(choice, call, deps);
    const choices = await choicesFor(choice, call, deps);
    if (choices.length === 0) return replyWith(await applyGrant(choice, call, deps));
    const id = idText(choice.grant.projectId ?? '');
    return replyWith(
      call.voice.speak('reply-subscribe-which', { id }),
      choices.map((one) => [one]),
    );
  },
};

/** Ids in other systems count in every project: who is who there, only an admin of everything says. */
export function mayGrant(
  { grant: given, knownAs }: GrantChoice,
  { member }: Pick<Viewer, 'member'>,
): boolean {
  return mayGive(member, given) && (knownAs === undefined || isAdmin(member));
}

/** To an admin of some projects: all others do not exist. */
async function refused(choice: GrantChoice, call: CommandCall, deps: Deps): Promise<CommandReply> {
  const { voice, member, chat } = call;
  const { projectId, role } = choice.grant;
  if (projectId !== undefined && !mayGive(member, choice.grant)) {
    return replyWith(voice.speak('reply-no-project', { id: idText(projectId) }));
  }
  if (choice.knownAs !== undefined) return replyWith(voice.speak('reply-grant-as-forbidden'));
  if (chat.kind === 'group') return usageReply(call, 'reply-missing-project');
  const known = await knownProjects(call, deps);
  const { body, buttons } = askGrantProject({ userId: choice.userId, role }, known, call);
  return replyWith(body, buttons);
}

async function wrong(call: CommandCall, deps: Deps): Promise<CommandReply> {
  const usage = wrongArguments(call);
  const [given, roleName, projectId, ...more] = call.words;
  const userId = parseUserId(given);
  if (userId === undefined) {
    return { ...usage, buttons: await peopleRows('give', given, { call, deps }) };
  }
  const isRoleMissing = !ROLES.some((one) => one === roleName?.toLowerCase());
  if (!isRoleMissing || more.length > 0) return usage;
  return { ...usage, ...defined({ buttons: askRole({ userId, projectId }, call.voice).buttons }) };
}

/** `who` may give this, and wrote the command or tapped one of the choices. */
export async function applyGrant(
  { userId, grant: given, knownAs }: GrantChoice,
  who: GrantContext,
  deps: Deps,
): Promise<RichText> {
  const { voice, chat } = who;
  const id = idText(String(userId));
  const before = await deps.members.get(userId);
  if (hasAlready(before, given, knownAs)) {
    return voice.speak('reply-granted-already', {
      id,
      role: grantsText({ grants: [given] }, voice),
    });
  }
  const member = await deps.members.grant(userId, given, defined({ knownAs }));
  deps.log.info({ userId, ...given, ...defined({ knownAs }), by: who.userId }, 'role_granted');
  deps.commandMenus.refresh(userId);
  if (userId !== who.userId) await welcome(member, who, deps);
  // A group is not shown the person's other roles.
  const isPrivate = chat.kind === 'private';
  const shown = { grants: isPrivate ? grantsFor(who.member, member) : [given] };
  return voice.speak('reply-granted', {
    id,
    before: isPrivate ? grantsText({ grants: grantsFor(who.member, before) }, voice) : undefined,
    roles: grantsText(shown, voice),
    may: mayText(shown, voice),
    known: knownAs === undefined ? undefined : idText(knownAs),
  });
}

function hasAlready(
  member: Member | undefined,
  { role, projectId }: GrantChoice['grant'],
  knownAs: string | undefined,
): boolean {
  const isKnown = knownAs === undefined || member?.knownAs.includes(knownAs) === true;
  const grants = member?.grants ?? [];
  return isKnown && grants.some((one) => one.role === role && one.projectId === projectId);
}

/** Candidate projects, the typed one first; none if that exists or fits no other. */
async function choicesFor(choice: GrantChoice, call: CommandCall, deps: Deps): Promise<Button[]> {
  const { projectId: typed } = choice.grant;
  if (typed === undefined) return [];
  const like = projectsLike(typed, await knownProjects(call, deps));
  const buttons = like.slice(0, MAX_CHOICES).map((projectId) => {
    const as = call.voice.speak('reply-as-typed', { id: projectId }).text;
    const label = projectId === typed ? as : projectId;
    return grantButton(label, { ...choice, grant: { ...choice.grant, projectId } });
  });
  // If it is too long for a button, it is used as typed.
  return buttons[0] === undefined ? [] : buttons.filter((one) => one !== undefined);
}

/** Who wrote before they had a role has to start the chat anew: nothing is posted there yet. */
async function welcome(member: Member, { userName, voice: giver }: GrantContext, deps: Deps) {
  const { userId } = member;
  const chat = await deps.chatBook.get(userId);
  const isStarted = chat?.sponsors.includes(userId) === true;
  await notifyPerson({ userId, likelyLocale: giver.locale }, deps, (voice) =>
    voice.speak('reply-granted-you', {
      by: nameText(userName),
      roles: grantsText(member, voice),
      may: mayText(member, voice),
      start: isStarted ? undefined : voice.speak('reply-granted-start'),
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
