// Commands whose answer was lost are sent again: whatever waits for a chat is shown there all the same, once.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../../src/deliver/channel.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { createRepeatingRedis } from '../../helpers/repeating-redis.ts';
import { aRequest } from '../../helpers/requests.ts';
import { CHAT, createDelivery, type Delivery, FAILURES, letRead } from './delivery-kit.ts';
import { text } from './say.ts';

let kit: RedisKit;
let delivery: Delivery;
let isLosing = false;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(async () => {
  delivery = createDelivery({ ...kit, redis: createRepeatingRedis(kit.redis, () => isLosing) });
  await letRead(delivery, CHAT);
});

const ask = (id: string) =>
  delivery.commit({
    kind: 'ask',
    request: aRequest(id),
    copies: [{ address: { chatId: CHAT }, token: `t${id}` }],
  });

const ITEMS: { what: string; shows: string[]; begin: () => Promise<unknown> }[] = [
  { what: 'a request', shows: ['approval a1'], begin: () => ask('a1') },
  {
    what: 'requests in one message',
    shows: ['a1', 'a2'],
    async begin() {
      await ask('a1');
      await ask('a2');
    },
  },
  {
    what: 'an answer',
    shows: ['answer'],
    begin: () => delivery.outbox.post({ chatId: CHAT }, text('answer')),
  },
  {
    what: 'news',
    shows: ['S1: 3'],
    begin: async () => delivery.commit(...(await delivery.append(3))),
  },
];

/** From the first call to Telegram on, no answer of Redis arrives at once. */
async function visitWith(
  outcome: SendOutcome | undefined,
  visit: () => Promise<void> = () => delivery.later(),
): Promise<void> {
  delivery.said.answer = () => {
    isLosing = true;
    return outcome;
  };
  await visit();
  isLosing = false;
}

describe.each(ITEMS)('$what', ({ begin, shows }) => {
  it.each(FAILURES)('is shown once Telegram takes it again after: $kind', async (outcome) => {
    await begin();
    for (const _ of [1, 2, 3]) await visitWith(outcome);
    const failed = delivery.calls.length;
    expect(failed).toBeGreaterThan(0);
    for (const _ of [1, 2, 3]) await visitWith(undefined);
    const showing = (text: string) =>
      delivery.calls.slice(failed).filter((call) => call.includes(text));
    for (const text of shows) expect(showing(text), text).toHaveLength(1);
  });
});

describe('a whole log', () => {
  it('is shown once', async () => {
    await delivery.outbox.post({ chatId: CHAT }, text('answer'));
    await delivery.outbox.wholeLog({ chatId: CHAT }, { jobId: 'j1', by: 7, replyTo: 5 });
    await visitWith(undefined, async () => {
      await delivery.visit(CHAT);
      await expect.poll(() => delivery.calls).toHaveLength(2);
    });
    await delivery.later();
    expect(delivery.calls).toEqual([
      `send ${CHAT} answer`,
      `file ${CHAT} j1.log 4 log of j1: whole, 4 B`,
    ]);
  });
});
