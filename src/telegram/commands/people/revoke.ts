// /revoke: takes one or all roles from a person, and reports what really changed.

import { type Grant, grantsFor, isAdmin, type Member, ROLES } from '../../../audience/access.ts';
import { idText } from '../../../message/locale/voice.ts';
import type { Message } from '../../../message/message.ts';
import type { RichText } from '../../../message/text/rich-text.ts';
import { defined } from '../../../runtime/defined.ts';
import {
  type ChatCommandDeps,
  type Command,
  type CommandCall,
  replyWith,
} from '../command/command.ts';
import { type Ended, endRights } from './end-rights.ts';
import { grantsText, mayText } from './grants-text.ts';
import { nameText, notifyPerson } from './notify-person.ts';
import { confirmButton, heldRows, peopleRows, type RevokeTarget } from './role-buttons.ts';
import { parseUserId, wrongArguments } from './wrong-arguments.ts';

/** The result of a revocation. */
interface Change {
  readonly target: RevokeTarget;
  readonly removed: readonly Grant[];
  /** What they still have, of what may be shown. */
  readonly remaining: Pick<Member, 'userId' | 'grants'>;
  /** Roles that remain because the settings give them. */
  readonly fixed: readonly Grant[];
  readonly ended: Ended | undefined;
}

type Deps = Pick<
  ChatCommandDeps,
  | 'members'
  | 'invitations'
  | 'tokens'
  | 'revokedVotes'
  | 'chatBook'
  | 'translator'
  | 'outbox'
  | 'commandMenus'
  | 'log'
>;

/** The admin who wrote the command, or tapped a button. */
type Admin = Pick<CommandCall, 'userId' | 'userName' | 'voice' | 'chat' | 'member'>;
type Shown = Pick<Message, 'body' | 'buttons'>;

export const revoke: Command<Deps> = {
  name: 'revoke',
  access: 'projectAdmin',
  example: '/revoke 1002 approver acme/web',
  async run(call, deps) {
    const target = parse(call.words);
    if (target === undefined) return wrong(call, deps);
    const { body, buttons } = await applyRevoke({ target, isConfirmed: false }, call, deps);
    return replyWith(body, buttons);
  },
};

async function wrong(call: CommandCall, deps: Deps) {
  const usage = wrongArguments(call, { needsRole: false });
  const [given] = call.words;
  const userId = parseUserId(given);
  if (userId === undefined) {
    return { ...usage, buttons: await peopleRows('take', given, { call, deps }) };
  }
  const grants = grantsFor(call.member, await deps.members.get(userId));
  const isShown = call.chat.kind === 'private' && grants.length > 0;
  return isShown ? { ...usage, buttons: heldRows({ userId, grants }, call.voice) } : usage;
}

/** `isConfirmed`: even if nobody is admin then. */
export async function applyRevoke(
  { target, isConfirmed }: { readonly target: RevokeTarget; readonly isConfirmed: boolean },
  admin: Admin,
  deps: Deps,
): Promise<Shown> {
  const { voice } = admin;
  const { userId } = target;
  const before = await deps.members.get(userId);
  const ofAll = isAdmin(admin.member);
  const known = grantsFor(admin.member, before);
  if (before === undefined || (!ofAll && known.length === 0)) {
    return { body: voice.speak('reply-no-member', { id: idText(String(userId)) }) };
  }
  const isLast = ofAll && !isConfirmed && (await leavesNoAdmin(target, before, deps));
  if (isLast) return warning(target, admin);
  const remaining = await withoutRoles(before, { target, admin }, deps);
  const ended = await endRights(remaining, deps);
  deps.commandMenus.refresh(userId);
  const left = grantsFor(admin.member, remaining);
  const removed = known.filter((one) => !left.some((other) => isSame(one, other)));
  const fixed = left.filter((one) => isTargeted(one, target));
  if (removed.length > 0) deps.log.info({ userId, removed, by: admin.userId }, 'roles_revoked');
  if (removed.length > 0 && userId !== admin.userId)
    await notify(removed, { remaining, admin, deps });
  // Whether something ended elsewhere would tell of roles elsewhere.
  const told = { remaining: { userId, grants: left }, ended: ofAll ? ended : undefined };
  return answerTo({ target, removed, fixed, ...told }, admin);
}

/** An admin of some projects takes roles of these, one by one, and leaves all others. */
async function withoutRoles(
  before: Member,
  { target, admin }: { readonly target: RevokeTarget; readonly admin: Admin },
  { members }: Deps,
): Promise<Member> {
  const { userId, ...grant } = target;
  const none = { ...before, grants: [] };
  if (isAdmin(admin.member)) return (await members.revoke(userId, grant)) ?? none;
  let remaining = before;
  for (const one of grantsFor(admin.member, before)) {
    if (isTargeted(one, target)) remaining = (await members.revoke(userId, one)) ?? none;
  }
  return remaining;
}

/** `<telegram id> [role] [project]` */
function parse([id, roleName, projectId, ...more]: readonly string[]): RevokeTarget | undefined {
  const userId = parseUserId(id);
  const role = ROLES.find((one) => one === roleName?.toLowerCase());
  const isWrong = userId === undefined || (roleName !== undefined && role === undefined);
  if (isWrong || more.length > 0) return undefined;
  return {
    userId,
    ...defined({ role, projectId }),
  };
}

/** Whether they are the only admin of everything, and would not be one any more. */
async function leavesNoAdmin(target: RevokeTarget, { grants }: Member, { members }: Deps) {
  if (await members.isNamedAdmin(target.userId)) return false;
  const others = (await members.all()).filter(({ userId }) => userId !== target.userId);
  const left = grants.filter((one) => !isTargeted(one, target));
  return isAdmin({ grants }) && !isAdmin({ grants: left }) && !others.some(isAdmin);
}

function warning(target: RevokeTarget, { voice }: Admin): Shown {
  const button = confirmButton(target, voice);
  return {
    body: voice.speak('reply-revoke-last'),
    buttons: button === undefined ? [] : [[button]],
  };
}

function isSame(one: Grant, other: Grant): boolean {
  return one.role === other.role && one.projectId === other.projectId;
}

function isTargeted({ role, projectId }: Grant, target: RevokeTarget): boolean {
  if (target.role === undefined) return true;
  return role === target.role && projectId === target.projectId;
}

interface Revocation {
  readonly remaining: Member;
  readonly admin: Admin;
  readonly deps: Deps;
}

async function notify(
  removed: readonly Grant[],
  { remaining, admin, deps }: Revocation,
): Promise<void> {
  const { userId } = remaining;
  await notifyPerson({ userId, likelyLocale: admin.voice.locale }, deps, (voice) =>
    voice.speak('reply-revoked-you', {
      by: nameText(admin.userName),
      taken: grantsText({ grants: removed }, voice),
      roles: grantsText(remaining, voice),
      may: remaining.grants.length > 0 ? mayText(remaining, voice) : undefined,
    }),
  );
}

/** In a group it names no role but the one in the command. */
function answerTo(change: Change, { voice, chat }: Admin): Shown {
  const { target, removed, fixed, remaining } = change;
  const id = idText(String(target.userId));
  const isPrivate = chat.kind === 'private';
  if (removed.length > 0) return { body: changedText(change, { voice, chat }) };
  if (fixed.length > 0) return { body: voice.speak('reply-revoked-settings', { id }) };
  if (target.role === undefined) return { body: voice.speak('reply-no-member', { id }) };
  const body = voice.speak('reply-role-not-held', {
    id,
    role: grantsText({ grants: [asGrant(target)] }, voice),
    roles: isPrivate ? grantsText(remaining, voice) : undefined,
  });
  return isPrivate ? { body, buttons: heldRows(remaining, voice) } : { body };
}

function changedText(
  { target, removed, fixed, remaining, ended }: Change,
  { voice, chat }: Pick<Admin, 'voice' | 'chat'>,
): RichText {
  const id = idText(String(target.userId));
  const isPrivate = chat.kind === 'private';
  const isNamed = isPrivate || target.role !== undefined;
  const positive = (count = 0) => (count > 0 ? count : undefined);
  return voice.speak('reply-revoked', {
    id,
    taken: isNamed ? grantsText({ grants: removed }, voice) : undefined,
    roles: isPrivate ? grantsText(remaining, voice) : undefined,
    stays: fixed.length > 0 ? voice.speak('reply-revoked-settings', { id }) : undefined,
    tokens: positive(ended?.tokens),
    votes: positive(ended?.votes),
    invitations: positive(ended?.invitations),
  });
}

function asGrant({ role = 'viewer', projectId }: RevokeTarget): Grant {
  return { role, ...defined({ projectId }) };
}
