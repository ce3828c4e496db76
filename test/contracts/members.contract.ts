// What is kept of the people with a role.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Members } from '../../src/audience/members.ts';

interface Options {
  readonly adminUserIds: readonly number[];
  readonly now: () => number;
}

/** `make`: nobody has a role at first but those admins. */
export function describeMembers(name: string, make: (options: Options) => Promise<Members>): void {
  describe(name, () => {
    let members: Members;
    let nowMs: number;
    beforeEach(async () => {
      nowMs = Date.UTC(2026, 2, 2, 9);
      members = await make({ adminUserIds: [1], now: () => nowMs });
    });

    const grantsOf = async (userId: number) => (await members.get(userId))?.grants;

    it('adds a grant once, the newest last', async () => {
      expect(await members.get(7)).toBeUndefined();
      await members.grant(7, { role: 'viewer' });
      await members.grant(7, { role: 'approver', projectId: 'shop' });
      const again = await members.grant(7, { role: 'viewer' });
      expect(again.grants).toEqual([{ role: 'approver', projectId: 'shop' }, { role: 'viewer' }]);
      expect(await members.get(7)).toEqual(again);
    });

    it('remembers the name last seen and every id that was linked, each once', async () => {
      await members.grant(7, { role: 'viewer' }, { name: 'Ana', knownAs: 'u-1' });
      await members.grant(7, { role: 'admin' }, { knownAs: 'u-2' });
      await members.grant(7, { role: 'admin' }, { name: 'Ann', knownAs: 'u-1' });
      expect(await members.get(7)).toMatchObject({ name: 'Ann', knownAs: ['u-1', 'u-2'] });
    });

    it.each([
      ['one role of one project', { role: 'viewer', projectId: 'shop' }, ['admin shop', 'viewer']],
      ['one role for all projects', { role: 'viewer' }, ['viewer shop', 'admin shop']],
      ['everything of one project', { projectId: 'shop' }, ['viewer']],
      ['everything', {}, []],
      ['what they do not have', { role: 'approver' }, ['viewer shop', 'admin shop', 'viewer']],
    ] as const)('takes away %s', async (_, wish, left) => {
      await members.grant(7, { role: 'viewer', projectId: 'shop' });
      await members.grant(7, { role: 'admin', projectId: 'shop' });
      await members.grant(7, { role: 'viewer' });
      const after = await members.revoke(7, wish);
      const shown = after?.grants.map(({ role, projectId }) => [role, projectId].join(' ').trim());
      expect(shown).toEqual(left);
      expect(await members.get(7)).toEqual(after);
    });

    it('knows whoever has lost their last role still', async () => {
      await members.grant(7, { role: 'viewer' }, { name: 'Ana' });
      await members.revoke(7, {});
      expect(await members.get(7)).toMatchObject({ name: 'Ana', grants: [] });
      expect((await members.all()).map(({ userId }) => userId).sort()).toEqual([1, 7]);
    });

    it('leaves an admin of the settings one, whatever is taken', async () => {
      expect(await grantsOf(1)).toEqual([{ role: 'admin' }]);
      await members.grant(1, { role: 'viewer', projectId: 'shop' }, { name: 'Root' });
      const both = [{ role: 'viewer', projectId: 'shop' }, { role: 'admin' }];
      expect([await members.isNamedAdmin(1), await members.isNamedAdmin(7)]).toEqual([true, false]);
      expect(await members.all()).toMatchObject([{ userId: 1, name: 'Root', grants: both }]);
      expect(await members.revoke(1, {})).toMatchObject({ grants: [{ role: 'admin' }] });
      expect(await grantsOf(1)).toEqual([{ role: 'admin' }]);
    });

    it('remembers since when they have had a role without a break', async () => {
      const day = 86_400_000;
      const since = async () => (await members.get(7))?.since;
      await members.grant(7, { role: 'viewer' });
      nowMs += day;
      await members.grant(7, { role: 'approver' });
      await members.revoke(7, { role: 'viewer' });
      expect(await since()).toBe('2026-03-02T09:00:00.000Z');
      await members.revoke(7, {});
      nowMs += day;
      await members.grant(7, { role: 'viewer' });
      expect(await since()).toBe('2026-03-04T09:00:00.000Z');
    });

    it('has nobody whom nothing was ever granted', async () => {
      await members.revoke(9, {});
      expect((await members.get(9))?.grants ?? []).toEqual([]);
      expect(await members.get(10)).toBeUndefined();
    });
  });
}
