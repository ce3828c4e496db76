// What messages tell is noted when they are sent, in little space and for days only.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { jobKey } from '../../../src/jobs/job-key.ts';
import { createOrigins } from '../../../src/redis/outbox/origins/origins.ts';
import { describeOrigins } from '../../contracts/origins.contract.ts';
import { aJob } from '../../helpers/memory-job-board.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { aRequest } from '../../helpers/requests.ts';
import { beginCard, CHAT, changeJob, createDelivery, type Delivery } from './delivery-kit.ts';
import { text } from './say.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

describeOrigins('what messages tell, in Redis,', async () => {
  const keys = kit.fresh();
  return [createOrigins(kit.redis, keys), createOrigins(kit.redis, keys)];
});

describe('a message', () => {
  let delivery: Delivery;
  beforeEach(() => {
    delivery = createDelivery(kit);
  });
  /** Messages are numbered from 101 on, in the order of the calls. */
  const origin = (messageId: number) => delivery.origins.of(CHAT, messageId);

  it('of events is noted with the first and the last of them', async () => {
    const effects = await delivery.append(3);
    await delivery.commit(...effects);
    await delivery.visit(CHAT);
    const positions = effects.flatMap((one) => (one.kind === 'gather' ? one.entry.position : []));
    const [from, , to] = positions;
    expect(await origin(101)).toEqual({ kind: 'events', from, to });
  });

  it('of each failure is noted with its own event', async () => {
    const effects = (await delivery.append(2)).map((one) =>
      one.kind === 'gather' ? { ...one, entry: { ...one.entry, weight: 'alert' as const } } : one,
    );
    await delivery.commit(...effects);
    await delivery.visit(CHAT);
    const [first, second] = effects.flatMap((one) =>
      one.kind === 'gather' ? one.entry.position : [],
    );
    expect(delivery.calls).toHaveLength(2);
    expect(await origin(101)).toEqual({ kind: 'events', from: first, to: first });
    expect(await origin(102)).toEqual({ kind: 'events', from: second, to: second });
  });

  it('of a card, a request or an answer is noted once, and not again when it changes', async () => {
    await beginCard(delivery, aJob());
    await delivery.visit(CHAT);
    await changeJob(delivery, aJob({ step: 'more' }));
    await delivery.later();
    const card = { kind: 'job', job: jobKey('a', 'j1') };
    expect(await origin(101)).toEqual(card);
    const copies = [{ address: { chatId: CHAT }, token: 'token' }];
    await delivery.commit({
      kind: 'ask',
      request: aRequest('a1'),
      job: jobKey('p1', 'j1'),
      copies,
    });
    await delivery.outbox.post({ chatId: CHAT }, text('hello'));
    await delivery.outbox.post({ chatId: CHAT }, text('changed'), { editing: 101 });
    await delivery.later();
    const sent = delivery.calls.map((call, at) => [call.split(' ')[0], 101 + at] as const);
    const noted = await Promise.all(
      sent.filter(([verb]) => verb === 'send').map(([, id]) => origin(id)),
    );
    expect(noted).toEqual([card, { kind: 'request', approvalId: 'a1' }, { kind: 'asked' }]);
    expect(await kit.redis.zcard(delivery.keys.origins(CHAT))).toBe(3);
  });

  it('counts as sent also where its origin can not be noted', async () => {
    await kit.redis.set(delivery.keys.origins(CHAT), 'of another type');
    await delivery.outbox.post({ chatId: CHAT }, text('hello'));
    await delivery.visit(CHAT);
    await delivery.visit(CHAT);
    expect(delivery.calls).toEqual(['send -42 hello']);
  });
});

it('keeps the newest 128 of a chat, flat, for 7 days', async () => {
  const keys = kit.fresh();
  const origins = createOrigins(kit.redis, keys);
  const at = (id: number) =>
    ({ kind: 'events', from: `1772442000000-${id}`, to: `1772442999999-${id}` }) as const;
  for (let id = 1; id <= 300; id += 1) await origins.note(CHAT, id, at(id));
  await origins.note(CHAT, 300, at(300));
  expect(await kit.redis.zcard(keys.origins(CHAT))).toBe(128);
  expect(await kit.redis.object('ENCODING', keys.origins(CHAT))).toBe('listpack');
  expect(await kit.redis.pttl(keys.origins(CHAT))).toBeGreaterThan(6 * 86_400_000);
  expect(await origins.of(CHAT, 172)).toBeUndefined();
  expect(await origins.of(CHAT, 173)).toEqual(at(173));
  expect(await origins.of(CHAT - 1, 173)).toBeUndefined();
});
