// Sessions in a real Redis: what is written there, and that nothing of it stays.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SESSION_IDLE_MS, SESSION_MAX_MS } from '../../../src/audience/sign-in/sessions.ts';
import { createSessionStore } from '../../../src/redis/people/sign-in/session-store.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { describeSessions } from '../../contracts/sessions.contract.ts';
import { isOfClock } from '../../helpers/key-dump.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

function replicas() {
  const keys = kit.fresh();
  const on = (redis: RedisKit['redis']) => createSessionStore({ redis, keys, clock: systemClock });
  return { keys, replicas: [on(kit.redis), on(kit.server.client())] as const };
}

/** Everything that ends there ends so much sooner. */
async function shorten({ prefix }: Keys, ms: number): Promise<void> {
  for (const key of await kit.redis.keys(`${prefix}:*`)) {
    const left = await kit.redis.pttl(key);
    if (key.startsWith(`${prefix}:session:`)) {
      await kit.redis.hset(key, 'ends', Number(await kit.redis.hget(key, 'ends')) - ms);
    }
    await kit.redis.pexpire(key, left - ms);
  }
}

describeSessions('a session in Redis', async () => {
  const { keys, replicas: both } = replicas();
  return { replicas: both, pass: (ms) => shorten(keys, ms) };
});

describe('a session in Redis', () => {
  const wish = { basis: () => ({ kind: 'token', reference: 'r' }) as const, once: 'proof' };

  it('is kept without its secret, and nothing of it for ever', async () => {
    const {
      keys,
      replicas: [one],
    } = replicas();
    const created = await one.create(wish);
    if (created.kind !== 'created') expect.fail('it was refused');
    const names = await kit.redis.keys(`${keys.prefix}:*`);
    const [session, of, once] = ['session', 'sessions', 'sign-in'].map(
      (start) => names.find((name) => name.startsWith(`${keys.prefix}:${start}:`)) ?? '',
    );
    expect(names.filter((name) => !isOfClock(name))).toHaveLength(3);
    const kept = JSON.stringify([names, await kit.redis.hgetall(session ?? '')]);
    expect(kept).not.toContain(created.secret.slice(4));
    expect(kept).not.toContain('proof');
    for (const [key, longest] of [
      [session, SESSION_IDLE_MS],
      [of, SESSION_MAX_MS],
      [once, 20 * 60_000],
    ] as const) {
      const left = await kit.redis.pttl(key ?? '');
      expect(left, key).toBeGreaterThan(0);
      expect(left, key).toBeLessThanOrEqual(longest);
    }
  });

  it('that can not be read is nobody’s', async () => {
    const {
      keys,
      replicas: [one],
    } = replicas();
    const created = await one.create({ basis: wish.basis });
    if (created.kind !== 'created') expect.fail('it was refused');
    await kit.redis.hset(keys.session(created.session.reference), 'about', '{"id":7}');
    expect(await one.find(created.secret)).toBeUndefined();
  });
});
