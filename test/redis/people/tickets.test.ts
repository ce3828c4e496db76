// Tickets in a real Redis: hashes that do not stay.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TICKET_MS } from '../../../src/audience/sign-in/tickets.ts';
import { createTicketStore } from '../../../src/redis/people/sign-in/ticket-store.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { describeTickets } from '../../contracts/tickets.contract.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

function replicas() {
  const keys = kit.fresh();
  const on = (redis: RedisKit['redis']) => createTicketStore({ redis, keys, clock: systemClock });
  return { keys, replicas: [on(kit.redis), on(kit.server.client())] as const };
}

describeTickets('a ticket in Redis', async () => {
  const { keys, replicas: both } = replicas();
  const pass = async (ms: number) => {
    for (const key of await kit.redis.keys(`${keys.prefix}:*`)) {
      await kit.redis.pexpire(key, (await kit.redis.pttl(key)) - ms);
    }
  };
  return { replicas: both, pass };
});

it('a ticket is kept without its secret, and not for long', async () => {
  const {
    keys,
    replicas: [one],
  } = replicas();
  const { secret } = await one.create(() => ({ kind: 'token', reference: 'r' }));
  const [key = '', ...others] = await kit.redis.keys(`${keys.prefix}:*`);
  expect(others).toEqual([]);
  expect(key + (await kit.redis.get(key))).not.toContain(secret.slice(4));
  expect(await kit.redis.pttl(key)).toBeLessThanOrEqual(TICKET_MS);
  expect(await kit.redis.pttl(key)).toBeGreaterThan(0);
  await one.take(secret);
  expect(await kit.redis.keys(`${keys.prefix}:*`)).toEqual([]);
});
