// Ends what depended on rights that a person lost: their tokens, votes that would still count, and their invitations.
// Their tails end at the next refresh, and routing, taps and streams check rights themselves.
import { hasAnyRole, type Member } from '../../../audience/access.ts';
import { isCovered } from '../../../audience/invitations/invitation.ts';
import type { ChatCommandDeps } from '../command/command.ts';

export interface Ended {
  readonly tokens: number;
  readonly votes: number;
  readonly invitations: number;
}

type Deps = Pick<ChatCommandDeps, 'tokens' | 'revokedVotes' | 'invitations'>;

/** `member` has the remaining rights. Idempotent. */
export async function endRights(member: Member, deps: Deps): Promise<Ended> {
  const tokens = hasAnyRole(member) ? 0 : await revokeTokens(member, deps.tokens);
  const votes = await deps.revokedVotes.drop(member);
  const invitations = await revokeInvitations(member, deps.invitations);
  return { tokens, votes, invitations };
}

async function revokeTokens(
  { userId, knownAs }: Member,
  tokens: ChatCommandDeps['tokens'],
): Promise<number> {
  const ids = new Set([String(userId), ...knownAs]);
  const ownTokens = (await tokens.list()).filter(
    (token) => token.userId !== undefined && ids.has(token.userId),
  );
  const revoked = await Promise.all(ownTokens.map(({ id }) => tokens.revoke(id)));
  return revoked.filter(Boolean).length;
}

/** They count no longer anyway; now they are in no list either, and come back with no role. */
async function revokeInvitations(
  member: Member,
  invitations: ChatCommandDeps['invitations'],
): Promise<number> {
  const uncovered = (await invitations.open()).filter(
    (one) =>
      one.by.via === 'telegram' && one.by.userId === member.userId && !isCovered(one, member),
  );
  const revoked = await Promise.all(
    uncovered.map(({ id }) => invitations.revoke(id, 'rights-ended')),
  );
  return revoked.filter((one) => one !== undefined).length;
}
