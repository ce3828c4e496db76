// Invitations in memory, of the people in memory.
import { holds, isAdmin } from '../../src/audience/access.ts';
import {
  type Acceptance,
  type Accepting,
  type Invitation,
  type Invitations,
  isCovered,
  MAX_WRONG_CODES,
  parseCode,
  WRONG_CODES_MS,
  writeCode,
} from '../../src/audience/invitations/invitation.ts';
import type { Members } from '../../src/audience/members.ts';
import { systemClock } from '../../src/runtime/clock.ts';

interface Kept {
  readonly code: string;
  readonly invitation: Invitation;
  taken?: { readonly userId: number; readonly attempt: string };
}

export interface MemoryInvitations extends Invitations {
  /** All are too old from now on. */
  expire(): void;
}

export function createMemoryInvitations({ members }: { members: Members }): MemoryInvitations {
  const kept = new Map<string, Kept>();
  const ids = new Map<string, string>();
  const wrong = new Map<number, number>();
  /** One after the other, as in Redis. */
  let last: Promise<unknown> = Promise.resolve();

  const isOpen = ({ taken, invitation }: Kept) =>
    taken === undefined && invitation.by.via !== 'console';

  async function isAllowed({ by, grant, ...rest }: Invitation): Promise<boolean> {
    if (by.via === 'console') return !(await members.all()).some(isAdmin);
    const inviter = by.via === 'telegram' ? await members.get(by.userId) : undefined;
    return isCovered({ by, grant, ...rest }, inviter);
  }

  /** Of somebody who may try; `undefined` for a wrong code, which counts. */
  function find(code: string, userId: number): Kept | undefined {
    const found = kept.get(parseCode(code)?.id ?? '');
    if (found?.code === code) return found;
    wrong.set(userId, (wrong.get(userId) ?? 0) + 1);
    return undefined;
  }

  async function take(found: Kept, { userId, name, attempt }: Accepting): Promise<Acceptance> {
    const { invitation } = found;
    if (!(await isAllowed(invitation))) return { kind: 'invalid' };
    if (holds(await members.get(userId), invitation.grant)) return { kind: 'held', invitation };
    found.taken = { userId, attempt };
    const member = await members.grant(userId, invitation.grant, { name });
    return { kind: 'accepted', invitation, member };
  }

  async function takenBefore(
    { invitation, taken }: Kept,
    { userId, attempt }: Accepting,
  ): Promise<Acceptance> {
    const member = await members.get(userId);
    if (taken?.userId !== userId || member === undefined) return { kind: 'invalid' };
    if (taken.attempt === attempt) return { kind: 'accepted', invitation, member };
    return holds(member, invitation.grant) ? { kind: 'held', invitation } : { kind: 'invalid' };
  }

  const accept: Invitations['accept'] = async (code, person) => {
    if (parseCode(code) === undefined) return { kind: 'invalid' };
    if ((wrong.get(person.userId) ?? 0) >= MAX_WRONG_CODES) {
      return { kind: 'throttled', ms: WRONG_CODES_MS };
    }
    const found = find(code, person.userId);
    if (found === undefined) return { kind: 'invalid' };
    return found.taken === undefined ? take(found, person) : takenBefore(found, person);
  };

  return {
    expire: () => kept.clear(),
    async create({ grant, by, lifetimeMs, attempt }) {
      const id = ids.get(attempt) ?? (ids.size + 1).toString(16).padStart(12, '0');
      ids.set(attempt, id);
      const code = writeCode({ id, secret: systemClock.token(32) });
      const now = systemClock.now();
      const [createdAt = '', expiresAt = ''] = [now, now + lifetimeMs].map((at) =>
        new Date(at).toISOString(),
      );
      const invitation = { id, grant, by, createdAt, expiresAt };
      kept.set(id, { code, invitation });
      return { invitation, code };
    },
    async accept(code, person) {
      const turn = last.then(() => accept(code, person));
      last = turn.catch(() => {});
      return turn;
    },
    open: async () => [...kept.values()].filter(isOpen).map(({ invitation }) => invitation),
    async revoke(id) {
      const found = kept.get(id);
      if (found === undefined || !isOpen(found)) return undefined;
      kept.delete(id);
      return found.invitation;
    },
  };
}
