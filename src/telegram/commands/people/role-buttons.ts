// The buttons of /grant and /revoke that ask for what was not said: whom, which role, in which project. In private only:
// they name people and roles.
import {
  type Grant,
  grantsFor,
  isAdmin,
  type Member,
  mayGive,
  ROLES,
  type Role,
} from '../../../audience/access.ts';
import { idText, type Voice } from '../../../message/locale/voice.ts';
import type { Button, Message } from '../../../message/message.ts';
import { defined } from '../../../runtime/defined.ts';
import { fittingButton, grantButton } from '../command/choices.ts';
import type { ChatCommandDeps, CommandCall } from '../command/command.ts';
import { grantsText } from './grants-text.ts';

/** Absent role: all roles. */
export interface RevokeTarget {
  readonly userId: number;
  readonly role?: Role;
  readonly projectId?: string;
}

export type RoleAction =
  /** The next question is which role to give. */
  | { readonly kind: 'give'; readonly userId: number }
  /** The next question is for which project. */
  | { readonly kind: 'give-role'; readonly userId: number; readonly role: Role }
  /** The next question is which role to take. */
  | { readonly kind: 'take'; readonly userId: number }
  /** `isConfirmed`: after the warning that nobody would be admin. */
  | { readonly kind: 'revoke'; readonly target: RevokeTarget; readonly isConfirmed: boolean };

const MAX_PEOPLE = 8;
const MAX_PROJECTS = 8;
const MAX_NAME = 40;

/** `undefined` for the data of other buttons. */
export function readRoleAction(data: string): RoleAction | undefined {
  const [, verb, id, ...parts] =
    /^(give|take|take!):([1-9]\d{0,15})(?::([a-z]*)(?::(.*))?)?$/s.exec(data) ?? [];
  if (verb === undefined) return undefined;
  const [roleName, project] = parts;
  const userId = Number(id);
  const role = ROLES.find((one) => one === roleName);
  if (verb === 'give') {
    if (roleName === undefined) return { kind: 'give', userId };
    return role === undefined ? undefined : { kind: 'give-role', userId, role };
  }
  if (roleName === undefined) return { kind: 'take', userId };
  if (role === undefined && roleName !== '') return undefined;
  const projectId = project === '' ? undefined : project;
  const target = { userId, ...defined({ role, projectId }) };
  return { kind: 'revoke', target, isConfirmed: verb === 'take!' };
}

type Shown = Pick<Message, 'body' | 'buttons'>;

/** Which role, in place of the one that was said or not said. */
export function askRole(
  { userId, projectId }: { readonly userId: number; readonly projectId?: string | undefined },
  voice: Voice,
): Shown {
  const row = ROLES.flatMap((role) => {
    const label = voice.speak(`reply-role-${role}`).text;
    if (projectId !== undefined) {
      return grantButton(label, { userId, grant: { role, projectId } }) ?? [];
    }
    return { label, action: `give:${userId}:${role}` };
  });
  return {
    body: voice.speak('reply-grant-which-role', { id: idText(String(userId)) }),
    buttons: [row],
  };
}

export function askGrantProject(
  { userId, role }: { readonly userId: number; readonly role: Role },
  known: readonly string[],
  { voice, member }: Pick<CommandCall, 'voice' | 'member'>,
): Shown {
  const all = mayGive(member, { role })
    ? grantButton(voice.speak('reply-invite-all').text, { userId, grant: { role } })
    : undefined;
  const offered = known
    .slice(0, MAX_PROJECTS)
    .map((projectId) => grantButton(projectId, { userId, grant: { role, projectId } }));
  return {
    body: voice.speak('reply-grant-which-project', {
      id: idText(String(userId)),
      role: voice.speak(`reply-role-${role}`),
    }),
    buttons: [all, ...offered].flatMap((button) => (button === undefined ? [] : [[button]])),
  };
}

/** Which role to take. */
export function askRevoke(
  userId: number,
  held: Member | undefined,
  { voice, member }: Pick<CommandCall, 'voice' | 'member'>,
): Shown {
  const id = idText(String(userId));
  const grants = grantsFor(member, held);
  if (grants.length === 0) return { body: voice.speak('reply-no-member', { id }) };
  const roles = grantsText({ grants }, voice);
  return {
    body: voice.speak('reply-revoke-which', { id, roles }),
    buttons: heldRows({ userId, grants }, voice),
  };
}

/** A row for each role that they have, and one for all. */
export function heldRows({ userId, grants }: Pick<Member, 'userId' | 'grants'>, voice: Voice) {
  const each = grants.flatMap((grant) => takeButton(userId, grant, voice) ?? []);
  const all = { label: voice.speak('reply-revoke-all').text, action: `take:${userId}::` };
  return [...each, ...(grants.length > 1 ? [all] : [])].map((button) => [button]);
}

function takeButton(userId: number, grant: Grant, voice: Voice): Button | undefined {
  const label = `✖️ ${grantsText({ grants: [grant] }, voice).text}`;
  return fittingButton(label, `take:${userId}:${grant.role}:${grant.projectId ?? ''}`);
}

export function confirmButton(
  { userId, role, projectId = '' }: RevokeTarget,
  voice: Voice,
): Button | undefined {
  const label = voice.speak('reply-revoke-anyway').text;
  return fittingButton(label, `take!:${userId}:${role ?? ''}:${projectId}`);
}

/**
 * People who are likely to be meant: those whose name begins like `typed`, all if it is absent; for an admin of some
 * projects those with a role there. None in a group.
 */
export async function peopleRows(
  verb: 'give' | 'take',
  typed: string | undefined,
  { call, deps }: { readonly call: CommandCall; readonly deps: PeopleDeps },
): Promise<Button[][]> {
  if (call.chat.kind === 'group') return [];
  const wanted = typed?.toLowerCase() ?? '';
  const offered = (await deps.members.all()).filter(
    (member) =>
      (verb === 'give' && isAdmin(call.member)) || grantsFor(call.member, member).length > 0,
  );
  const named = await Promise.all(offered.map((member) => nameOf(member, deps)));
  const people = named.filter(({ name }) => name.toLowerCase().startsWith(wanted));
  return people.slice(0, MAX_PEOPLE).map(({ userId, name }) => {
    const shown = [...name.replace(/\s+/g, ' ').trim()].slice(0, MAX_NAME).join('');
    return [{ label: [shown, userId].filter(Boolean).join(' · '), action: `${verb}:${userId}` }];
  });
}

type PeopleDeps = Pick<ChatCommandDeps, 'members' | 'chatBook'>;

/** Who was given a role by their id has a name only in their private chat. */
async function nameOf({ userId, name }: Member, { chatBook }: PeopleDeps) {
  const known = name.trim() || ((await chatBook.get(userId))?.title ?? '');
  return { userId, name: known };
}
