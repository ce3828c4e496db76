// Sessions in memory.
import { createHash } from 'node:crypto';
import {
  holderOf,
  MAX_SESSIONS,
  ONCE_MS,
  SESSION_IDLE_MS,
  SESSION_MAX_MS,
  type Session,
  type Sessions,
} from '../../src/audience/sign-in/sessions.ts';
import { type Clock, systemClock } from '../../src/runtime/clock.ts';

interface Kept {
  readonly session: Omit<Session, 'expiresAt'>;
  /** When it ends, unless it is used; and at the latest. */
  until: number;
  readonly ends: number;
}

export function createMemorySessions(
  clock: Pick<Clock, 'now' | 'token'> = { now: systemClock.now, token: systemClock.token },
): Sessions {
  const kept = new Map<string, Kept>();
  const used = new Map<string, number>();

  function use(reference: string): Session | undefined {
    const found = kept.get(reference);
    const now = clock.now();
    if (found === undefined || found.until <= now) return undefined;
    found.until = Math.min(now + SESSION_IDLE_MS, found.ends);
    return { ...found.session, expiresAt: written(found.until) };
  }

  return {
    async create({ basis: basisFor, once }) {
      const now = clock.now();
      if (once !== undefined) {
        if ((used.get(once) ?? 0) > now) return { kind: 'repeated' };
        used.set(once, now + ONCE_MS);
      }
      const secret = `jws_${systemClock.token(32)}`;
      const id = `s${systemClock.token(9)}`;
      const basis = basisFor(id);
      const session = { id, basis, createdAt: written(now), reference: hashOf(secret) };
      const until = now + SESSION_IDLE_MS;
      kept.set(session.reference, { session, until, ends: now + SESSION_MAX_MS });
      const ofHolder = [...kept.values()].filter(
        (each) => holderOf(each.session.basis) === holderOf(basis) && each.until > now,
      );
      for (const { session: old } of ofHolder.slice(0, -MAX_SESSIONS)) kept.delete(old.reference);
      return { kind: 'created', secret, session: { ...session, expiresAt: written(until) } };
    },
    find: async (secret) => use(hashOf(secret)),
    current: async (references) => references.map(use),
    async end(reference) {
      kept.delete(reference);
    },
  };
}

const written = (epochMs: number) => new Date(epochMs).toISOString();
const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');
