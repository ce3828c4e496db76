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
  /** Absent: nobody is known to have had a role since anything. */
  readonly now?: () => number;
}

export function createMemoryMembers({ adminUserIds = [], now }: Options = {}): MemoryMembers {
  const stored = new Map<number, Member>();
  const admins = new Set(adminUserIds);
  let revision = 0;

  function complete(userId: number): Member | undefined {
    const member = stored.get(userId);
    if (!admins.has(userId)) return member;
    const known = member ?? blank(userId);
    return { ...known, grants: withGrant(known.grants, { role: 'admin' }) };
  }

  function change(member: Member): Member {
    const before = stored.get(member.userId);
    if (JSON.stringify(before) !== JSON.stringify(member)) revision += 1;
    stored.set(member.userId, member);
    return complete(member.userId) ?? member;
  }

  return {
    get revision() {
      return revision;
    },
    get: async (userId) => complete(userId),
    isNamedAdmin: async (userId) => admins.has(userId),
    all: async () =>
      [...new Set([...stored.keys(), ...admins])].flatMap((userId) => complete(userId) ?? []),
    async grant(userId, grant, { name, knownAs } = {}) {
      const before = stored.get(userId) ?? blank(userId);
      const known = knownAs === undefined ? [] : [knownAs];
      const isFirst = before.grants.length === 0 && now !== undefined;
      return change({
        ...before,
        ...(isFirst ? { since: new Date(now()).toISOString() } : {}),
        name: name ?? before.name,
        grants: withGrant(before.grants, grant),
        knownAs: [...new Set([...before.knownAs, ...known])],
      });
    },
    async revoke(userId, { role, projectId }) {
      const before = stored.get(userId) ?? blank(userId);
      const isTaken = (grant: Grant) => {
        if (role === undefined && projectId === undefined) return true;
        return (role === undefined || grant.role === role) && grant.projectId === projectId;
      };
      return change({ ...before, grants: before.grants.filter((grant) => !isTaken(grant)) });
    },
  };
}

const blank = (userId: number): Member => ({ userId, name: '', grants: [], knownAs: [] });

function withGrant(grants: readonly Grant[], added: Grant): readonly Grant[] {
  const others = grants.filter(
    ({ role, projectId }) => role !== added.role || projectId !== added.projectId,
  );
  return [...others, added];
}
