// /revoke: takes a role, or all of them, from a person, and says what really changed.

import { type Grant, type Member, ROLES, type Role } from '../../../audience/access.ts';
import { idText } from '../../../message/locale/voice.ts';
import type { RichText } from '../../../message/text/rich-text.ts';
import { defined } from '../../../runtime/defined.ts';
import {
  type ChatCommandDeps,
  type Command,
  type CommandCall,
  said,
  USAGE,
} from '../command/command.ts';
import { type Ended, endRights } from './end-rights.ts';
import { parseUserId } from './grant.ts';
import { grantsText } from './grants-text.ts';
import { nameText, notifyPerson } from './tell-person.ts';

interface Wish {
  readonly userId: number;
  /** Absent: all roles. */
  readonly role?: Role;
  readonly projectId?: string;
}

/** What a wish came to. */
interface Change {
  readonly wish: Wish;
  readonly taken: readonly Grant[];
  /** What was meant and is still there: the settings give it. */
  readonly fixed: readonly Grant[];
  readonly left: Member;
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
    const wish = parse(call.words);
    if (wish === undefined) return USAGE;
    const { userId, ...grant } = wish;
    const id = idText(String(userId));
    const before = await deps.members.get(userId);
    if (before === undefined) return said(call.voice.speak('reply-no-member', { id }));
    const left = (await deps.members.revoke(userId, grant)) ?? { ...before, grants: [] };
    const ended = await endRights(left, deps);
    const taken = before.grants.filter((one) => !left.grants.some((other) => isSame(one, other)));
    const fixed = left.grants.filter((one) => isMeant(one, wish));
    if (taken.length > 0 && userId !== call.userId) await tell(taken, { left, call, deps });
    return said(answerTo({ wish, taken, fixed, left, ended }, call));
  },
};

/** `<telegram id> [role] [project]` */
function parse([id, roleName, projectId, ...more]: readonly string[]): Wish | undefined {
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

function isMeant({ role, projectId }: Grant, wish: Wish): boolean {
  if (wish.role === undefined) return true;
  return role === wish.role && projectId === wish.projectId;
}

interface News {
  readonly left: Member;
  readonly call: CommandCall;
  readonly deps: Deps;
}

async function tell(taken: readonly Grant[], { left, call, deps }: News): Promise<void> {
  await notifyPerson(left.userId, deps, (voice) =>
    voice.speak('reply-revoked-you', {
      by: nameText(call.userName),
      taken: grantsText({ grants: taken }, voice),
      roles: grantsText(left, voice),
    }),
  );
}

/** Before a group it names no role but the one that was written there. */
function answerTo(change: Change, { voice, chat }: CommandCall): RichText {
  const { wish, taken, fixed, left, ended } = change;
  const id = idText(String(wish.userId));
  const isPrivate = chat.kind === 'private';
  const stays = fixed.length > 0 ? voice.speak('reply-revoked-settings', { id }) : undefined;
  const roles = isPrivate ? grantsText(left, voice) : undefined;
  if (taken.length === 0 && stays === undefined) {
    const role =
      wish.role === undefined ? undefined : grantsText({ grants: [asGrant(wish)] }, voice);
    return role === undefined
      ? voice.speak('reply-no-member', { id })
      : voice.speak('reply-role-not-held', { id, role, roles });
  }
  if (taken.length === 0 && stays !== undefined) return stays;
  return voice.speak('reply-revoked', {
    id,
    taken: isPrivate || wish.role !== undefined ? grantsText({ grants: taken }, voice) : undefined,
    roles,
    stays,
    tokens: ended.tokens > 0 ? ended.tokens : undefined,
    votes: ended.votes > 0 ? ended.votes : undefined,
  });
}

function asGrant({ role = 'viewer', projectId }: Wish): Grant {
  return { role, ...defined({ projectId }) };
}
