// /revoke: takes one or all roles from a person, and reports what really changed.

import { type Grant, type Member, ROLES, type Role } from '../../../audience/access.ts';
import { idText } from '../../../message/locale/voice.ts';
import type { RichText } from '../../../message/text/rich-text.ts';
import { defined } from '../../../runtime/defined.ts';
import {
  type ChatCommandDeps,
  type Command,
  type CommandCall,
  replyWith,
} from '../command/command.ts';
import { type Ended, endRights } from './end-rights.ts';
import { parseUserId, wrongGrant } from './grant.ts';
import { grantsText } from './grants-text.ts';
import { nameText, notifyPerson } from './notify-person.ts';

interface RevokeTarget {
  readonly userId: number;
  /** Absent: all roles. */
  readonly role?: Role;
  readonly projectId?: string;
}

/** The result of a revocation. */
interface Change {
  readonly target: RevokeTarget;
  readonly removed: readonly Grant[];
  /** Roles that remain because the settings give them. */
  readonly fixed: readonly Grant[];
  readonly remaining: Member;
  readonly ended: Ended;
}

type Deps = Pick<
  ChatCommandDeps,
  'members' | 'tokens' | 'revokedVotes' | 'chatBook' | 'translator' | 'outbox'
>;

export const revoke: Command<Deps> = {
  name: 'revoke',
  access: 'admin',
  example: '/revoke 1002 approver acme/web',
  async run(call, deps) {
    const target = parse(call.words);
    if (target === undefined) return wrongGrant(call, { needsRole: false });
    const { userId, ...grant } = target;
    const id = idText(String(userId));
    const before = await deps.members.get(userId);
    if (before === undefined) return replyWith(call.voice.speak('reply-no-member', { id }));
    const remaining = (await deps.members.revoke(userId, grant)) ?? { ...before, grants: [] };
    const ended = await endRights(remaining, deps);
    const removed = before.grants.filter(
      (one) => !remaining.grants.some((other) => isSame(one, other)),
    );
    const fixed = remaining.grants.filter((one) => isTargeted(one, target));
    if (removed.length > 0 && userId !== call.userId)
      await notify(removed, { remaining, call, deps });
    return replyWith(answerTo({ target, removed, fixed, remaining, ended }, call));
  },
};

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

function isSame(one: Grant, other: Grant): boolean {
  return one.role === other.role && one.projectId === other.projectId;
}

function isTargeted({ role, projectId }: Grant, target: RevokeTarget): boolean {
  if (target.role === undefined) return true;
  return role === target.role && projectId === target.projectId;
}

interface Revocation {
  readonly remaining: Member;
  readonly call: CommandCall;
  readonly deps: Deps;
}

async function notify(
  removed: readonly Grant[],
  { remaining, call, deps }: Revocation,
): Promise<void> {
  await notifyPerson(remaining.userId, deps, (voice) =>
    voice.speak('reply-revoked-you', {
      by: nameText(call.userName),
      taken: grantsText({ grants: removed }, voice),
      roles: grantsText(remaining, voice),
    }),
  );
}

/** In a group it names no role but the one in the command. */
function answerTo(change: Change, { voice, chat }: CommandCall): RichText {
  const { target, removed, fixed, remaining, ended } = change;
  const id = idText(String(target.userId));
  const isPrivate = chat.kind === 'private';
  const stays = fixed.length > 0 ? voice.speak('reply-revoked-settings', { id }) : undefined;
  const roles = isPrivate ? grantsText(remaining, voice) : undefined;
  if (removed.length === 0 && stays === undefined) {
    const role =
      target.role === undefined ? undefined : grantsText({ grants: [asGrant(target)] }, voice);
    return role === undefined
      ? voice.speak('reply-no-member', { id })
      : voice.speak('reply-role-not-held', { id, role, roles });
  }
  if (removed.length === 0 && stays !== undefined) return stays;
  return voice.speak('reply-revoked', {
    id,
    taken:
      isPrivate || target.role !== undefined ? grantsText({ grants: removed }, voice) : undefined,
    roles,
    stays,
    tokens: ended.tokens > 0 ? ended.tokens : undefined,
    votes: ended.votes > 0 ? ended.votes : undefined,
  });
}

function asGrant({ role = 'viewer', projectId }: RevokeTarget): Grant {
  return { role, ...defined({ projectId }) };
}
