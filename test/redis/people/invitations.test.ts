// Invitations in a real Redis: what is written there, and what ends by its clock.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAX_WRONG_CODES, WRONG_CODES_MS } from '../../../src/audience/invitations/invitation.ts';
import type { Members } from '../../../src/audience/members.ts';
import { createInvitations } from '../../../src/redis/people/invitations.ts';
import { createMembers } from '../../../src/redis/people/members.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { describeInvitations } from '../../contracts/invitations.contract.ts';
import { createLogBook } from '../../helpers/log-book.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { waitUntil } from '../../helpers/wait.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

function replicas({ adminUserIds }: { readonly adminUserIds: readonly number[] }) {
  const keys = kit.fresh();
  const log = createLogBook();
  const on = (redis: RedisKit['redis']) => {
    const members = createMembers({ redis, keys, adminUserIds });
    return { members, store: createInvitations({ redis, keys, members, clock: systemClock, log }) };
  };
  const [one, other] = [on(kit.redis), on(kit.server.client())];
  return { keys, log, members: one.members, replicas: [one.store, other.store] as const };
}

describeInvitations('an invitation in Redis', async (options) => replicas(options));

describe('an invitation in Redis', () => {
  const wanted = {
    grant: { role: 'viewer', projectId: 'shop' },
    by: { via: 'cli', name: 'root' },
    lifetimeMs: 60_000,
    attempt: 'a',
  } as const;
  const ben = { userId: 7, name: 'Ben', attempt: 's' };

  it('is over when its time is, and in no list then', async () => {
    const {
      replicas: [one],
    } = replicas({ adminUserIds: [] });
    const { code } = await one.create({ ...wanted, lifetimeMs: 30 });
    await waitUntil(async () => (await one.open()).length === 0);
    expect(await one.accept(code, ben)).toEqual({ kind: 'invalid' });
  });

  it('is kept as a hash, its code nowhere, and nothing of it for ever', async () => {
    const {
      keys,
      log,
      replicas: [one],
    } = replicas({ adminUserIds: [] });
    const { code, invitation } = await one.create(wanted);
    const key = keys.invitation(invitation.id);
    expect(await kit.redis.pttl(key)).toBeGreaterThan(0);
    expect(await kit.redis.pttl(key)).toBeLessThanOrEqual(60_000);
    const kept = async () =>
      JSON.stringify([
        await kit.redis.hgetall(key),
        await kit.redis.hgetall(keys.members),
        await kit.redis.keys(`${keys.prefix}*`),
        log.lines,
      ]);
    expect(await kept()).not.toContain(code.slice(-43));
    await one.accept(code, ben);
    expect(await kept()).not.toContain(code.slice(-43));
    expect(await kit.redis.pttl(key)).toBeGreaterThan(60_000);
  });

  it('leaves a line in the log when it is made, taken and revoked, once each', async () => {
    const {
      log,
      replicas: [one],
    } = replicas({ adminUserIds: [] });
    const [first, second] = [
      await one.create(wanted),
      await one.create({ ...wanted, attempt: 'b' }),
    ];
    await one.accept(first.code, ben);
    await one.accept(first.code, ben);
    await one.revoke(second.invitation.id, 1001);
    await one.revoke(second.invitation.id, 1001);
    const about = { role: 'viewer', projectId: 'shop' };
    expect(log.lines.map(({ name, fields }) => [name, fields])).toMatchObject([
      ['invitation_created', { invitation: first.invitation.id, ...about, by: wanted.by }],
      ['invitation_created', { invitation: second.invitation.id }],
      ['invitation_accepted', { invitation: first.invitation.id, ...about, userId: 7 }],
      ['invitation_revoked', { invitation: second.invitation.id, ...about, by: 1001 }],
    ]);
  });

  it('is looked at again for somebody who guessed, after a while', async () => {
    const {
      keys,
      replicas: [one],
    } = replicas({ adminUserIds: [] });
    const { code } = await one.create(wanted);
    for (let at = 0; at < MAX_WRONG_CODES; at += 1) {
      await one.accept(`${code.slice(0, -1)}${code.endsWith('A') ? 'B' : 'A'}`, ben);
    }
    const throttled = await one.accept(code, ben);
    expect(throttled.kind).toBe('throttled');
    const left = await kit.redis.pttl(keys.wrongCodes(7));
    expect(left).toBeGreaterThan(WRONG_CODES_MS - 60_000);
    await kit.redis.pexpire(keys.wrongCodes(7), 1);
    await waitUntil(async () => (await one.accept(code, ben)).kind === 'accepted');
  });

  describe('whose inviter or taker changes between the look and the step', () => {
    /** Does something once, right after the store has read this person. */
    function meanwhile(userId: number, change: (members: Members) => Promise<unknown>) {
      const keys = kit.fresh();
      const { redis } = kit;
      const members = createMembers({ redis, keys, adminUserIds: [] });
      let isDone = false;
      const changing: Members = {
        ...members,
        async get(id) {
          const found = await members.get(id);
          if (id !== userId || isDone) return found;
          isDone = true;
          await change(members);
          return found;
        },
      };
      const clock = systemClock;
      const store = createInvitations({
        redis,
        keys,
        members: changing,
        clock,
        log: createLogBook(),
      });
      return { members, store };
    }

    it('gives nothing when the inviter loses the right just then', async () => {
      const { members, store } = meanwhile(9, (all) => all.revoke(9, {}));
      await members.grant(9, { role: 'admin', projectId: 'shop' });
      const by = { via: 'telegram', userId: 9, name: 'Pat' } as const;
      const { code } = await store.create({ ...wanted, by });
      expect(await store.accept(code, ben)).toEqual({ kind: 'invalid' });
      expect(await members.get(7)).toBeUndefined();
    });

    it('loses no role that the taker gets just then', async () => {
      const { members, store } = meanwhile(7, (all) =>
        all.grant(7, { role: 'admin', projectId: 'lab' }),
      );
      const { code } = await store.create(wanted);
      expect(await store.accept(code, ben)).toMatchObject({ kind: 'accepted' });
      expect((await members.get(7))?.grants).toEqual([
        { role: 'admin', projectId: 'lab' },
        { role: 'viewer', projectId: 'shop' },
      ]);
    });
  });
});
