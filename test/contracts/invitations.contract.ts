// What is kept of invitations, and who gets their role.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Grant } from '../../src/audience/access.ts';
import {
  FIRST_ADMIN_MS,
  INVITATION_MS,
  type Invitations,
  type Inviter,
  MAX_WRONG_CODES,
} from '../../src/audience/invitations/invitation.ts';
import type { Members } from '../../src/audience/members.ts';

interface UnderTest {
  readonly members: Members;
  /** Two replicas on the same data. */
  readonly replicas: readonly [Invitations, Invitations];
}

const ANA = 1;
const PROJECT_ADMIN = 2;
const BY_ANA: Inviter = { via: 'telegram', userId: ANA, name: 'Ana' };
const APPROVER: Grant = { role: 'approver', projectId: 'shop' };

/** `make`: nobody has a role at first but these admins. */
export function describeInvitations(
  name: string,
  make: (options: { readonly adminUserIds: readonly number[] }) => Promise<UnderTest>,
): void {
  describe(name, () => {
    let members: Members;
    let one: Invitations;
    let other: Invitations;
    let count = 0;
    beforeEach(async () => {
      const made = await make({ adminUserIds: [ANA] });
      members = made.members;
      [one, other] = made.replicas;
      await members.grant(PROJECT_ADMIN, { role: 'admin', projectId: 'shop' });
    });

    const invite = (grant: Grant = APPROVER, by: Inviter = BY_ANA, attempt?: string) => {
      count += 1;
      const wanted = { grant, by, lifetimeMs: INVITATION_MS };
      return one.create({ ...wanted, attempt: attempt ?? `invite-${count}` });
    };
    const person = (userId: number, attempt = `start-${userId}`) => ({
      userId,
      name: `P${userId}`,
      attempt,
    });
    const grantsOf = async (userId: number) => (await members.get(userId))?.grants ?? [];

    it('gives its role to whoever sends the code, with their name, and is over then', async () => {
      const { code, invitation } = await invite();
      expect(invitation).toMatchObject({ grant: APPROVER, by: BY_ANA });
      expect(await other.open()).toEqual([invitation]);
      const accepted = await other.accept(code, person(7));
      expect(accepted).toMatchObject({ kind: 'accepted', invitation, member: { userId: 7 } });
      expect(await members.get(7)).toMatchObject({ name: 'P7', grants: [APPROVER] });
      expect(await one.open()).toEqual([]);
      expect(await one.accept(code, person(8))).toEqual({ kind: 'invalid' });
      expect(await grantsOf(8)).toEqual([]);
    });

    it('has a code that a link can carry and nobody can guess, another one each time', async () => {
      const codes = [await invite(), await invite()].map(({ code }) => code);
      for (const code of codes) expect(code).toMatch(/^jwi_[0-9a-f]{12}[\w-]{43}$/);
      expect(codes[0]?.slice(-43)).not.toBe(codes[1]?.slice(-43));
      expect(Math.max(...codes.map(({ length }) => length))).toBeLessThanOrEqual(64);
    });

    it('has one taker, however many open it at the same moment', async () => {
      const { code } = await invite();
      const people = Array.from({ length: 20 }, (_, at) => person(100 + at));
      const answers = await Promise.all(
        people.map((who, at) => (at % 2 === 0 ? one : other).accept(code, who)),
      );
      const kinds = answers.map(({ kind }) => kind).sort();
      expect(kinds).toEqual(['accepted', ...Array.from({ length: 19 }, () => 'invalid')]);
      const grants = await Promise.all(people.map(({ userId }) => grantsOf(userId)));
      expect(grants.flat()).toEqual([APPROVER]);
    });

    it('answers the same message the same again, as after a crash, and gives nothing twice', async () => {
      const { code } = await invite();
      const first = await one.accept(code, person(7));
      expect(await other.accept(code, person(7))).toEqual(first);
      await members.revoke(7, {});
      expect(await other.accept(code, person(7))).toMatchObject({ kind: 'accepted' });
      expect(await grantsOf(7)).toEqual([]);
    });

    it('that was used once gives nothing back to somebody who lost the role', async () => {
      const { code } = await invite();
      await one.accept(code, person(7));
      expect(await one.accept(code, person(7, 'later'))).toMatchObject({ kind: 'held' });
      await members.revoke(7, {});
      expect(await one.accept(code, person(7, 'later'))).toEqual({ kind: 'invalid' });
      expect(await grantsOf(7)).toEqual([]);
    });

    it.each([
      ['the same role', APPROVER],
      ['more in that project', { role: 'admin', projectId: 'shop' }],
      ['more everywhere', { role: 'admin' }],
    ] as const)('stays open when somebody with %s opens it', async (_, grant) => {
      const { code, invitation } = await invite();
      await members.grant(7, grant);
      expect(await one.accept(code, person(7))).toEqual({ kind: 'held', invitation });
      expect(await one.accept(code, person(8))).toMatchObject({ kind: 'accepted' });
    });

    it('adds to what a person has', async () => {
      await members.grant(7, { role: 'viewer' }, { knownAs: 'u-7' });
      await one.accept((await invite()).code, person(7));
      expect(await members.get(7)).toMatchObject({
        grants: [{ role: 'viewer' }, APPROVER],
        knownAs: ['u-7'],
      });
    });

    it('is worth nothing once it is revoked, and is revoked once', async () => {
      const { code, invitation } = await invite();
      expect(await other.revoke(invitation.id, ANA)).toEqual(invitation);
      expect(await one.revoke(invitation.id, ANA)).toBeUndefined();
      expect(await one.revoke('000000000000', ANA)).toBeUndefined();
      expect(await one.accept(code, person(7))).toEqual({ kind: 'invalid' });
      expect(await one.open()).toEqual([]);
    });

    it('can not be revoked after it was taken', async () => {
      const { code, invitation } = await invite();
      await one.accept(code, person(7));
      expect(await one.revoke(invitation.id, ANA)).toBeUndefined();
      expect(await one.accept(code, person(7))).toMatchObject({ kind: 'accepted' });
    });

    it('gives no more than its inviter has now', async () => {
      const by: Inviter = { via: 'telegram', userId: PROJECT_ADMIN, name: 'Pat' };
      const [own, beyond, lab] = [
        await invite({ role: 'admin', projectId: 'shop' }, by),
        await invite({ role: 'viewer' }, by),
        await invite({ role: 'viewer', projectId: 'lab' }, by),
      ];
      expect(await one.accept(beyond.code, person(7))).toEqual({ kind: 'invalid' });
      expect(await one.accept(lab.code, person(7))).toEqual({ kind: 'invalid' });
      expect(await one.accept(own.code, person(7))).toMatchObject({ kind: 'accepted' });
      const late = await invite(APPROVER, by);
      await members.revoke(PROJECT_ADMIN, {});
      await members.grant(PROJECT_ADMIN, { role: 'approver' });
      expect(await one.accept(late.code, person(8))).toEqual({ kind: 'invalid' });
      expect(await grantsOf(8)).toEqual([]);
    });

    it('from the command line needs nobody with a role', async () => {
      const { code } = await invite({ role: 'admin' }, { via: 'cli', name: 'root' });
      expect(await one.accept(code, person(7))).toMatchObject({ kind: 'accepted' });
    });

    it('made again by the same message replaces the first, whose code may be lost', async () => {
      const first = await invite(APPROVER, BY_ANA, 'message-9');
      const again = await invite(APPROVER, BY_ANA, 'message-9');
      expect(await one.open()).toEqual([again.invitation]);
      expect(await one.accept(first.code, person(7))).toEqual({ kind: 'invalid' });
      expect(await one.accept(again.code, person(7))).toMatchObject({ kind: 'accepted' });
    });

    it('is not looked at any more for somebody who guesses, even with the right code', async () => {
      const { code } = await invite();
      const guess = (at: number) => `${code.slice(0, -2)}${String(at).padStart(2, '0')}`;
      const all = Array.from({ length: 60 }, (_, at) => guess(at)).filter((one) => one !== code);
      const answers = await Promise.all(
        all.map((wrong, at) => (at % 2 === 0 ? one : other).accept(wrong, person(66))),
      );
      const looked = answers.filter(({ kind }) => kind === 'invalid');
      expect(looked).toHaveLength(MAX_WRONG_CODES);
      const last = await one.accept(code, person(66));
      expect(last).toMatchObject({ kind: 'throttled', ms: expect.any(Number) });
      expect(await one.accept(code, person(7))).toMatchObject({ kind: 'accepted' });
    });

    it.each(['', 'x', 'jwi_', `jwi_${'0'.repeat(54)}`, `jwi_${'0'.repeat(56)}`, '__proto__'])(
      'is not %j',
      async (code) => {
        await invite();
        expect(await one.accept(code, person(7))).toEqual({ kind: 'invalid' });
      },
    );
  });

  describe(`${name}, before anybody is admin`, () => {
    let made: UnderTest;
    beforeEach(async () => {
      made = await make({ adminUserIds: [] });
    });
    const link = (attempt: string) =>
      made.replicas[0].create({
        grant: { role: 'admin' },
        by: { via: 'console' },
        lifetimeMs: FIRST_ADMIN_MS,
        attempt,
      });
    const person = (userId: number) => ({ userId, name: `P${userId}`, attempt: `s-${userId}` });

    it('makes one admin, though every replica gave out a link and all are opened at once', async () => {
      const links = await Promise.all(['a', 'b', 'c', 'd'].map(link));
      const answers = await Promise.all(
        links.flatMap(({ code }, at) =>
          made.replicas.map((replica, side) => replica.accept(code, person(10 + at * 2 + side))),
        ),
      );
      expect(answers.filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
      const admins = (await made.members.all()).filter(({ grants }) => grants.length > 0);
      expect(admins).toHaveLength(1);
    });

    it('has no link that counts once somebody is admin in another way', async () => {
      const { code } = await link('a');
      await made.members.grant(5, { role: 'admin' });
      expect(await made.replicas[1].accept(code, person(7))).toEqual({ kind: 'invalid' });
    });

    it('makes an admin of somebody who has another role, or is admin of one project', async () => {
      await made.members.grant(7, { role: 'admin', projectId: 'shop' });
      expect(await made.replicas[0].accept((await link('a')).code, person(7))).toMatchObject({
        kind: 'accepted',
      });
    });

    it('shows its link in no list, and nobody revokes it', async () => {
      const { invitation, code } = await link('a');
      expect(await made.replicas[0].open()).toEqual([]);
      expect(await made.replicas[0].revoke(invitation.id, ANA)).toBeUndefined();
      expect(await made.replicas[0].accept(code, person(7))).toMatchObject({ kind: 'accepted' });
    });
  });
}
