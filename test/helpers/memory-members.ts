// The people with a role, in memory.
import type { Grant, Member } from '../../src/audience/access.ts';
import type { Members } from '../../src/audience/members.ts';

export interface MemoryMembers extends Members {
  /** Counts the changes. */
  readonly revision: number;
}

interface Options {
  /** Admins from the start, whatever is stored. */
  readonly adminUserIds?: readonly number[];
}

export function createMemoryMembers({ adminUserIds = [] }: Options = {}): MemoryMembers {
  const stored = new Map<number, Member>();
  const admins = new Set(adminUserIds);
  let revision = 0;

  function complete(userId: number): Member | undefined {
    const member = stored.get(userId);
    if (!admins.has(userId)) return member;
    const { name = '', grants = [], knownAs = [] } = member ?? {};
    return { userId, name, grants: withGrant(grants, { role: 'admin' }), knownAs };
  }

  return {
    get revision() {
      return revision;
    },
    get: async (userId) => complete(userId),
    all: async () =>
      [...new Set([...stored.keys(), ...admins])].flatMap((userId) => complete(userId) ?? []),
    async grant(userId, grant, { name, knownAs } = {}) {
      const before = stored.get(userId) ?? { userId, name: '', grants: [], knownAs: [] };
      const known = knownAs === undefined ? [] : [knownAs];
      const member: Member = {
        userId,
        name: name ?? before.name,
        grants: withGrant(before.grants, grant),
        knownAs: [...new Set([...before.knownAs, ...known])],
      };
      stored.set(userId, member);
      revision += 1;
      return complete(userId) ?? member;
    },
    async revoke(userId, { role, projectId }) {
      const before = stored.get(userId);
      if (before === undefined) return complete(userId);
      const takesAll = role === undefined && projectId === undefined;
      const grants = before.grants.filter(
        (grant) =>
          !takesAll &&
          ((role !== undefined && grant.role !== role) || grant.projectId !== projectId),
      );
      stored.set(userId, { ...before, grants });
      revision += 1;
      return complete(userId);
    },
  };
}

function withGrant(grants: readonly Grant[], added: Grant): readonly Grant[] {
  const isThere = grants.some(
    ({ role, projectId }) => role === added.role && projectId === added.projectId,
  );
  return isThere ? grants : [...grants, added];
}
