// Tokens in a real Redis: one look finds one, revoking ends one everywhere, no secret is stored.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTokenStore } from '../../../src/redis/people/token-store.ts';
import { createManualClock } from '../../helpers/manual-clock.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

/** Two replicas on one prefix. */
function replicas() {
  const keys = kit.fresh();
  const clock = createManualClock();
  const one = createTokenStore({ redis: kit.redis, keys, clock });
  const other = createTokenStore({ redis: kit.server.client(), keys, clock });
  return { keys, clock, one, other };
}

const wish = { name: 'ci', scopes: ['read', 'publish'], projects: ['a'], userId: '7001' } as const;

describe('a token', () => {
  it('is found by its secret, on every replica', async () => {
    const { one, other } = replicas();
    const { token, secret } = await one.create(wish);
    expect(token).toEqual({
      ...wish,
      id: expect.stringMatching(/^t[\w-]{8}$/),
      createdAt: '2026-03-02T09:00:00.000Z',
    });
    expect(secret).toMatch(/^jw_[\w-]{43}$/);
    expect(await other.find(secret)).toEqual(token);
  });

  it('is not found by anything else', async () => {
    const { one, keys } = replicas();
    const { secret, token } = await one.create(wish);
    const [hash = ''] = await kit.redis.hkeys(keys.tokens);
    const near = [`${secret.slice(0, -1)}~`, secret.slice(0, -1), `${secret}A`, secret.slice(3)];
    for (const wrong of [...near, '', 'jw_', hash, token.id, `jw_${'A'.repeat(42)}B`]) {
      expect(await one.find(wrong), wrong).toBeUndefined();
    }
  });

  it('is kept without its secret: only the hash of that', async () => {
    const { one, keys } = replicas();
    const { secret } = await one.create(wish);
    const stored = await kit.redis.hgetall(keys.tokens);
    expect(JSON.stringify(stored)).not.toContain(secret.slice(3));
    expect(Object.keys(stored)).toEqual([createHash('sha256').update(secret).digest('hex')]);
    expect(await kit.redis.keys(`${keys.prefix}:*`)).toEqual([keys.tokens]);
  });

  it('is gone for every replica as soon as it is revoked, and can be revoked once', async () => {
    const { one, other } = replicas();
    const { token, secret } = await one.create(wish);
    const { secret: kept } = await one.create({ name: 'kept', scopes: ['read'] });
    const answers = await Promise.all([one.revoke(token.id), other.revoke(token.id)]);
    expect(answers.sort()).toEqual([false, true]);
    expect([await one.find(secret), await other.find(secret)]).toEqual([undefined, undefined]);
    expect(await other.find(kept)).toMatchObject({ name: 'kept' });
    expect(await one.revoke('nobody')).toBe(false);
  });
});

describe('tokens that were found before', () => {
  it('are looked up by one command, as they stand now', async () => {
    const { one, other } = replicas();
    const made = [];
    for (const name of ['a', 'b', 'c']) made.push(await one.create({ ...wish, name }));
    const found = await Promise.all(made.map(({ secret }) => other.find(secret)));
    const tokens = found.flatMap((token) => token ?? []);
    await one.revoke(made[1]?.token.id ?? '');
    const calls = await commandsOf(() => other.current(tokens));
    expect(calls.commands).toEqual(['hmget']);
    expect(calls.answer).toEqual([made[0]?.token, undefined, made[2]?.token]);
    expect(await other.current([])).toEqual([]);
    // Whoever is looked up again is looked up again after that.
    expect(await other.current(calls.answer.flatMap((token) => token ?? []))).toHaveLength(2);
  });

  it('of nobody that this replica knows are none', async () => {
    const { one, other } = replicas();
    const { token } = await one.create(wish);
    expect(await other.current([token])).toEqual([undefined]);
  });
});

/** What is asked of Redis meanwhile. */
async function commandsOf<T>(run: () => Promise<T>): Promise<{ answer: T; commands: string[] }> {
  await kit.redis.config('RESETSTAT');
  const answer = await run();
  const stats = await kit.redis.info('commandstats');
  const names = [...stats.matchAll(/^cmdstat_([^:]+):/gm)].map(([, name]) => name ?? '');
  return {
    answer,
    commands: names.filter((name) => !name.startsWith('config') && name !== 'info'),
  };
}

describe('the list of tokens', () => {
  it('begins with the oldest and has what each may do', async () => {
    const { one, other, clock } = replicas();
    expect(await one.list()).toEqual([]);
    const made = [];
    // So many that no hash keeps them in order by chance.
    for (let count = 0; count < 20; count += 1) {
      made.push((await one.create({ ...wish, name: `n${count}` })).token);
      await clock.advance(1);
    }
    expect(await other.list()).toEqual(made);
  });
});
