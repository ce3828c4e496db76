// What is kept of browsers that are signed in.
import { beforeEach, describe, expect, it } from 'vitest';
import {
  isSessionSecret,
  MAX_SESSIONS,
  type NewSession,
  ONCE_MS,
  SESSION_IDLE_MS,
  SESSION_MAX_MS,
  type Sessions,
} from '../../src/audience/sign-in/sessions.ts';

interface SessionsUnderTest {
  /** Replicas on data that are empty at first. */
  readonly replicas: readonly [Sessions, Sessions];
  /** Lets time pass for the store. */
  pass(ms: number): Promise<void>;
}

export function describeSessions(name: string, make: () => Promise<SessionsUnderTest>): void {
  describe(name, () => {
    let under: SessionsUnderTest;
    let one: Sessions;
    let other: Sessions;
    beforeEach(async () => {
      under = await make();
      [one, other] = under.replicas;
    });

    const of = (userId: number): NewSession => ({
      basis: () => ({ kind: 'person', userId, name: 'Lea', locale: 'de' }),
    });
    async function create(wish: NewSession = of(7)) {
      const created = await one.create(wish);
      return created.kind === 'created' ? created : expect.fail('it was refused');
    }

    it('is found by its secret, on every replica, and by nothing else', async () => {
      const { session, secret } = await create();
      expect(isSessionSecret(secret)).toBe(true);
      expect(session.basis).toEqual({ kind: 'person', userId: 7, name: 'Lea', locale: 'de' });
      const { expiresAt: _, ...kept } = session;
      expect(await other.find(secret)).toMatchObject(kept);
      expect(await other.current([session.reference, 'none'])).toEqual([
        expect.objectContaining(kept),
        undefined,
      ]);
      const near = [secret.slice(0, -1), `${secret}A`, secret.slice(4), session.reference, ''];
      for (const wrong of [...near, session.id, `jws_${'A'.repeat(43)}`]) {
        expect(await one.find(wrong), wrong).toBeUndefined();
      }
    });

    it('knows its own id while it is made', async () => {
      const wish: NewSession = { basis: (id) => ({ kind: 'admin-token', proof: `of ${id}` }) };
      const { session } = await create(wish);
      expect(session.basis).toEqual({ kind: 'admin-token', proof: `of ${session.id}` });
    });

    it('ends on every replica at once, and no other does', async () => {
      const { session, secret } = await create();
      const { secret: kept } = await create();
      await other.end(session.reference);
      await one.end(session.reference);
      expect([await one.find(secret), await other.find(secret)]).toEqual([undefined, undefined]);
      expect(await one.find(kept)).toBeDefined();
    });

    it('ends when nobody has used it for a while, and says when', async () => {
      const { session, secret } = await create();
      const lifetimeMs = Date.parse(session.expiresAt) - Date.parse(session.createdAt);
      expect(lifetimeMs).toBe(SESSION_IDLE_MS);
      await under.pass(SESSION_IDLE_MS - 60_000);
      expect(await one.find(secret)).toBeDefined();
      await under.pass(SESSION_IDLE_MS - 60_000);
      expect(await other.current([session.reference])).toMatchObject([{ id: session.id }]);
      await under.pass(SESSION_IDLE_MS + 1_000);
      expect(await one.find(secret)).toBeUndefined();
      expect(await one.current([session.reference])).toEqual([undefined]);
    });

    it('ends at the latest after a week, however much it is used', async () => {
      const { secret } = await create();
      const stepMs = SESSION_IDLE_MS / 2;
      for (let ms = stepMs; ms < SESSION_MAX_MS; ms += stepMs) {
        await under.pass(stepMs);
        expect(await one.find(secret), `after ${ms} ms`).toBeDefined();
      }
      await under.pass(stepMs + 1_000);
      expect(await one.find(secret)).toBeUndefined();
    });

    it('is one of a bounded number of its holder: the oldest ends', async () => {
      const first = await create();
      const { secret: ofAnother } = await create(of(8));
      const later = [];
      for (let count = 1; count < MAX_SESSIONS; count += 1) {
        await under.pass(1);
        later.push(await create());
      }
      expect(await one.find(first.secret)).toBeDefined();
      await create();
      expect(await other.find(first.secret)).toBeUndefined();
      expect(await other.find(later[0]?.secret ?? '')).toBeDefined();
      expect(await other.find(ofAnother)).toBeDefined();
    });

    it('counts none that has ended', async () => {
      const first = await create();
      for (let count = 0; count < MAX_SESSIONS; count += 1) {
        const { session } = await create();
        await one.end(session.reference);
      }
      expect(await one.find(first.secret)).toBeDefined();
    });

    it('is begun once with what counts once, by whichever replica', async () => {
      const wish = { ...of(7), once: 'login-1' };
      const made = await Promise.all([one.create(wish), other.create(wish), one.create(wish)]);
      expect(made.map(({ kind }) => kind).sort()).toEqual(['created', 'repeated', 'repeated']);
      expect(await other.create({ ...wish, once: 'login-2' })).toMatchObject({ kind: 'created' });
      await under.pass(ONCE_MS - 60_000);
      expect(await other.create(wish)).toEqual({ kind: 'repeated' });
    });
  });
}
