// One thing that never goes through holds up nothing else of its chat, and ends among the dead letters.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../../src/deliver/channel.ts';
import type { Effect } from '../../../src/routing/route-store.ts';
import { asObject, forgetPace, type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { aRequest } from '../../helpers/requests.ts';
import { CHAT, createDelivery, type Delivery, FAILURES, REFUSED } from './delivery-kit.ts';
import { text } from './say.ts';

let kit: RedisKit;
let delivery: Delivery;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(() => {
  delivery = createDelivery(kit);
});

const ask = (id = 'a1'): Effect => ({
  kind: 'ask',
  request: aRequest(id),
  copies: [{ address: { chatId: CHAT }, token: `t${id}` }],
});
function fail(what: string, outcome: SendOutcome): void {
  delivery.said.answer = (call) => (call.includes(what) ? outcome : undefined);
}
const again = async (times: number) => {
  for (let at = 0; at < times; at += 1) await delivery.later();
};
/** The dead letters, each as its fields, `raw` parsed. */
async function letters() {
  const entries = await kit.redis.xrange(delivery.keys.deadLetters, '-', '+');
  return entries.map(([, flat]) => {
    const fields = asObject(flat);
    return { ...fields, raw: JSON.parse(String(fields.raw)) as unknown };
  });
}

describe('what never goes through', () => {
  it.each(FAILURES)('holds up nothing else of the chat: $kind', async (outcome) => {
    fail('S1', outcome);
    await delivery.commit(...(await delivery.append(2)));
    await delivery.visit(CHAT);
    await delivery.commit(ask());
    await delivery.visit(CHAT);
    expect(delivery.calls).toEqual(['send -42 S1: 2', 'send -42 approval a1 undefined']);
    delivery.said.answer = () => undefined;
    await delivery.later();
    expect(delivery.calls.at(-1)).toBe('send -42 S1: 2');
  });

  it.each(FAILURES)(
    'holds up no request and no answer, however long it fails: $kind',
    async (outcome) => {
      fail('S1', outcome);
      await delivery.commit(...(await delivery.append(2)));
      await delivery.visit(CHAT);
      for (let at = 0; at < 12; at += 1) {
        await delivery.commit(...(await delivery.append(2)), ask(`r${at}`));
        await delivery.outbox.post({ chatId: CHAT }, text(`answer ${at}`));
        await forgetPace(kit.redis, delivery.keys);
        await delivery.gathered();
        await delivery.visit(CHAT);
        expect(delivery.calls).toContain(`send -42 approval r${at} undefined`);
        expect(delivery.calls).toContain(`send -42 answer ${at}`);
        if (at % 3 === 0) await delivery.later();
      }
    },
  );

  it('is given up after an hour when it is no request', async () => {
    fail('answer', REFUSED);
    await delivery.outbox.post({ chatId: CHAT }, text('answer'));
    await again(25);
    expect(delivery.calls).toHaveLength(20);
    expect(delivery.log.count('delivery_given_up')).toBe(1);
    expect(await letters()).toEqual([
      expect.objectContaining({
        source: 'outbox',
        attempts: '20',
        reason: 'Bad Request: SOMETHING_NEW',
        raw: {
          item: 'reply',
          address: { chatId: CHAT },
          name: expect.stringMatching(/^reply\/-42\//),
          payload: JSON.stringify({ message: text('answer') }),
        },
      }),
    ]);
    const metrics = await delivery.metrics.text();
    expect(metrics).toContain(
      'jobwire_delivery_put_aside_total{item="reply",outcome="refused"} 20',
    );
    expect(metrics).toContain('jobwire_dead_letters_total{stage="delivering"} 1');
  });

  it('is put aside as well when it can not even be composed, and ends as a dead letter', async () => {
    const entry = { position: 'no position', group: 'session:S1', weight: 'news' } as const;
    await delivery.commit({ kind: 'gather', addresses: [{ chatId: CHAT }], entry }, ask());
    await delivery.visit(CHAT);
    expect(delivery.calls).toEqual(['send -42 approval a1 undefined']);
    await again(20);
    const what = { item: 'window', address: { chatId: CHAT }, positions: ['no position'] };
    expect(await letters()).toMatchObject([{ raw: what }]);
    await delivery.commit(...(await delivery.append(2)));
    await delivery.later();
    expect(delivery.calls.at(-1)).toBe('send -42 S1: 2');
  });

  it.each([`reply/${CHAT}/without-payload`, `hologram/${CHAT}/of-a-newer-version`, 'nonsense'])(
    'is buried when nobody can read it: %s',
    async (name) => {
      const out = `${delivery.keys.prefix}:out:${CHAT}`;
      await kit.redis.zadd(`${out}:queue`, 1, name);
      await delivery.commit(ask());
      await delivery.visit(CHAT);
      expect(delivery.calls).toEqual(['send -42 approval a1 undefined']);
      const what = { item: 'unreadable', address: { chatId: CHAT }, name };
      expect(await letters()).toMatchObject([{ raw: what }]);
      await delivery.later();
      expect(await letters()).toHaveLength(1);
    },
  );
});
