// Tokens in a real Redis: one look finds one, revoking ends one everywhere, no secret is stored.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTokenStore } from '../../../src/redis/people/token-store.ts';
import { describeTokenStore } from '../../contracts/token-store.contract.ts';
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

describeTokenStore('tokens in Redis', async () => {
  const { one, other } = replicas();
  return [one, other];
});

describe('a token', () => {
  it('has an id that is no option of a command line, and says when it was made', async () => {
    const { token } = await replicas().one.create(wish);
    expect(token).toMatchObject({
      id: expect.stringMatching(/^t[\w-]{8}$/),
      createdAt: '2026-03-02T09:00:00.000Z',
    });
  });

  it('is kept without its secret: only the hash of that, which finds nothing', async () => {
    const { one, keys } = replicas();
    const { secret } = await one.create(wish);
    const stored = await kit.redis.hgetall(keys.tokens);
    expect(JSON.stringify(stored)).not.toContain(secret.slice(3));
    const hash = createHash('sha256').update(secret).digest('hex');
    expect(Object.keys(stored)).toEqual([hash]);
    expect(await one.find(hash)).toBeUndefined();
    expect(await kit.redis.keys(`${keys.prefix}:*`)).toEqual([keys.tokens]);
  });
});

describe('tokens that were found before', () => {
  it('are looked up by one command', async () => {
    const { one, other } = replicas();
    const made = [];
    for (const name of ['a', 'b', 'c']) made.push(await one.create({ ...wish, name }));
    const found = await Promise.all(made.map(({ secret }) => other.find(secret)));
    const tokens = found.flatMap((token) => token ?? []);
    expect((await commandsOf(() => other.current(tokens))).commands).toEqual(['hmget']);
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
