// Keeps the members: one JSON document a person in a hash, changed by compare-and-set.
import type { Redis } from 'ioredis';
import { decodeMember, type Grant, type Member } from '../../audience/access.ts';
import type { Members } from '../../audience/members.ts';
import { systemClock } from '../../runtime/clock.ts';
import { createStoredReader, type StoredReader } from '../../runtime/stored/stored-reader.ts';
import { updateField } from '../scripts/compare-set.ts';
import type { Keys } from '../scripts/keys.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  /** People who are admins of everything, whatever is stored. */
  readonly adminUserIds: readonly number[];
  readonly reader?: StoredReader;
  readonly now?: () => number;
}

export function createMembers(deps: Deps): Members {
  const { redis, keys, adminUserIds, reader = createStoredReader(), now = systemClock.now } = deps;
  const admins = new Set(adminUserIds);
  const hash = {
    ...{ keys, hash: keys.members, revision: keys.audienceRevision },
    decode: decodeMember,
  };

  function complete(userId: number, stored: Member | undefined): Member | undefined {
    if (!admins.has(userId)) return stored;
    const member = stored ?? blank(userId);
    return { ...member, grants: withGrant(member.grants, { role: 'admin' }) };
  }

  /** Somebody whose document can't be read has no role, and takes nobody else's. */
  function read(userId: number, text: string | null | undefined): Member | undefined {
    if (!text) return undefined;
    return reader.read(decodeMember, text, { key: keys.members, field: String(userId) });
  }

  return {
    isNamedAdmin: async (userId) => admins.has(userId),
    async get(userId) {
      return complete(userId, read(userId, await redis.hget(keys.members, String(userId))));
    },
    async all() {
      const stored = await redis.hgetall(keys.members);
      const ids = new Set([...Object.keys(stored).map(Number), ...admins]);
      return [...ids].flatMap((id) => complete(id, read(id, stored[String(id)])) ?? []);
    },
    async grant(userId, grant, person = {}) {
      const member = await updateField(redis, hash, {
        field: String(userId),
        change: (stored = blank(userId)) => granted(stored, grant, { ...person, nowMs: now() }),
      });
      return complete(userId, member) ?? member;
    },
    async revoke(userId, { role, projectId }) {
      const all = role === undefined && projectId === undefined;
      const member = await updateField(redis, hash, {
        field: String(userId),
        change: (stored = blank(userId)) => ({
          ...stored,
          grants: all
            ? []
            : stored.grants.filter(
                (grant) =>
                  (role !== undefined && grant.role !== role) || grant.projectId !== projectId,
              ),
        }),
      });
      return complete(userId, member);
    },
  };
}

interface Granting {
  readonly name?: string;
  readonly knownAs?: string;
  readonly nowMs: number;
}

/** `stored`: without what the settings give. */
export function granted(stored: Member, grant: Grant, person: Granting): Member {
  const isFirst = stored.grants.length === 0;
  return {
    ...stored,
    ...(isFirst ? { since: new Date(person.nowMs).toISOString() } : {}),
    name: person.name ?? stored.name,
    grants: withGrant(stored.grants, grant),
    knownAs: union(stored.knownAs, person.knownAs),
  };
}

export const blank = (userId: number): Member => ({ userId, name: '', grants: [], knownAs: [] });

function withGrant(grants: readonly Grant[], grant: Grant): Grant[] {
  const others = grants.filter(
    (known) => known.role !== grant.role || known.projectId !== grant.projectId,
  );
  return [...others, grant];
}

function union(known: readonly string[], added: string | undefined): readonly string[] {
  return added === undefined || known.includes(added) ? known : [...known, added];
}
