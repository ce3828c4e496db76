// Ends what depended on rights that a person lost: their tokens, and votes that would still count.
// Their tails end at the next refresh, and routing checks rights with every event.
import { hasAnyRole, type Member } from '../../../audience/access.ts';
import type { ChatCommandDeps } from '../command/command.ts';

export interface Ended {
  readonly tokens: number;
  readonly votes: number;
}

/** `member` has the remaining rights. Idempotent. */
export async function endRights(
  member: Member,
  { tokens, revokedVotes }: Pick<ChatCommandDeps, 'tokens' | 'revokedVotes'>,
): Promise<Ended> {
  const ended = hasAnyRole(member) ? 0 : await revokeTokens(member, tokens);
  const votes = await revokedVotes.drop(member);
  return { tokens: ended, votes };
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
