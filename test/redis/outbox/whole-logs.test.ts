// Whole logs in the queue of a chat, on a real Redis: sent beside everything else, and never lost on the way.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Visit } from '../../../src/deliver/outbox-store.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { AWAY, aWholeLog, CHAT, createDelivery, type Delivery } from './delivery-kit.ts';
import { text } from './say.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

let delivery: Delivery;
beforeEach(() => {
  delivery = createDelivery(kit);
});

const WISH = { jobId: 'j1', by: 7, replyTo: 5 };
const ask = () => delivery.outbox.wholeLog({ chatId: CHAT }, WISH);
const FILE = `file ${CHAT} j1.log 4 log of j1: whole, 4 B`;

/** Of what is given back, as soon as it may be taken. */
const dueInMs = async () => {
  const [, at] = await kit.redis.zrange(delivery.keys.outAside(CHAT), '0', '-1', 'WITHSCORES');
  return at === undefined ? undefined : Number(at) - Date.now();
};
/** All calls so far. */
const visited = async (chatId = CHAT) => {
  await delivery.visit(chatId);
  return delivery.calls;
};
const isLeft = async () => (await kit.redis.hlen(delivery.keys.outPayload(CHAT))) > 0;

describe('a whole log', () => {
  it('is read when it is sent, and then nothing of it is left', async () => {
    const asked: unknown[] = [];
    delivery.wholeLogs.open = async (wish, address) => {
      asked.push(wish, address);
      return aWholeLog(wish.jobId);
    };
    await ask();
    expect(asked).toEqual([]);
    await delivery.visit(CHAT);
    await expect.poll(() => delivery.calls).toEqual([FILE]);
    expect(asked).toEqual([WISH, { chatId: CHAT }]);
    expect(delivery.messages[0]).toMatchObject({ silent: true, replyTo: 5 });
    await expect.poll(isLeft).toBe(false);
    await delivery.visit(CHAT);
    expect(delivery.calls).toHaveLength(1);
  });

  it('holds up nothing else of its chat, however long it takes', async () => {
    let finish = () => {};
    delivery.wholeLogs.open = ({ jobId }) =>
      new Promise((resolve) => (finish = () => resolve(aWholeLog(jobId))));
    await ask();
    await delivery.visit(CHAT);
    await delivery.outbox.post({ chatId: CHAT }, text('answer'));
    await expect
      .poll(async () => {
        await delivery.visit(CHAT);
        return delivery.calls;
      })
      .toEqual([`send ${CHAT} answer`]);
    finish();
    await expect.poll(() => delivery.calls).toEqual([`send ${CHAT} answer`, FILE]);
  });

  it('that is asked for again while it is on its way comes once', async () => {
    let finish = () => {};
    delivery.wholeLogs.open = ({ jobId }) =>
      new Promise((resolve) => (finish = () => resolve(aWholeLog(jobId))));
    await ask();
    await ask();
    await delivery.visit(CHAT);
    await ask();
    await expect
      .poll(async () => {
        await delivery.visit(CHAT);
        return kit.redis.zcard(delivery.keys.outQueue(CHAT));
      })
      .toBe(0);
    finish();
    await expect.poll(() => delivery.calls).toEqual([FILE]);
    await expect.poll(isLeft).toBe(false);
  });

  it('that can not be sent is tried three times, then the chat gets an answer', async () => {
    delivery.answers.push(AWAY, AWAY, AWAY);
    await ask();
    await delivery.visit(CHAT);
    for (const tries of [1, 2]) {
      await expect.poll(() => delivery.calls).toHaveLength(tries);
      await expect.poll(dueInMs).toBeLessThan(60_000);
      await delivery.outbox.retry(CHAT);
      await expect.poll(async () => (await visited()).length).toBeGreaterThan(tries);
    }
    await expect
      .poll(async () => (await visited()).at(-1))
      .toBe(`send ${CHAT} to 5 log of j1: failed, 0 B`);
    expect(delivery.calls).toEqual([FILE, FILE, FILE, expect.any(String)]);
    await expect.poll(isLeft).toBe(false);
  });

  it('that may not be shown any more is answered so', async () => {
    delivery.wholeLogs.open = async () => undefined;
    await ask();
    await delivery.visit(CHAT);
    await expect.poll(() => visited()).toEqual([`send ${CHAT} to 5 log of j1: none, 0 B`]);
  });

  it('that was being sent when its replica stopped is due at once', async () => {
    delivery.wholeLogs.open = (_, __, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('stopping')));
      });
    await ask();
    await delivery.visit(CHAT);
    expect(await dueInMs()).toBeGreaterThan(30_000);
    await delivery.sendLogs.stop();
    expect(await dueInMs()).toBeLessThan(1_000);
    expect(delivery.calls).toEqual([]);
  });

  it('comes back by itself when its replica was killed', async () => {
    await ask();
    const begin = await delivery.store.begin(CHAT);
    const visit: Visit = begin.kind === 'open' ? begin.visit : expect.fail();
    const next = await delivery.store.next(visit);
    const item = next.kind === 'item' && next.item.kind === 'log' ? next.item : expect.fail();
    expect(await delivery.store.lend(visit, item, { ms: 50, by: 'killed' })).toBe(1);
    await delivery.store.pause(visit, 0);
    await expect.poll(() => visited()).toEqual([FILE]);
  });

  describe('with two replicas', () => {
    let other: Delivery;
    let finish: () => void;
    beforeEach(() => {
      other = createDelivery(kit, { keys: delivery.keys });
      finish = () => {};
      delivery.wholeLogs.open = ({ jobId }, _, signal) =>
        new Promise((resolve, reject) => {
          finish = () => resolve(aWholeLog(jobId));
          signal.addEventListener('abort', () => reject(new Error('lost')));
        });
    });
    const calls = () => [...delivery.calls, ...other.calls];

    it('comes once, also if it is asked for again, and if the chat is tried again meanwhile', async () => {
      await ask();
      await delivery.visit(CHAT);
      await delivery.outbox.retry(CHAT);
      await other.visit(CHAT);
      await ask();
      await other.visit(CHAT);
      expect(await dueInMs()).toBeGreaterThan(10_000);
      finish();
      await expect.poll(calls).toEqual([FILE]);
      await expect.poll(isLeft).toBe(false);
      await other.visit(CHAT);
      expect(calls()).toEqual([FILE]);
    });

    it('is sent by the other one when the claim of the first is over', async () => {
      await ask();
      await delivery.visit(CHAT);
      const claims = await kit.redis.keys(delivery.keys.lent('*'));
      expect(claims).toHaveLength(1);
      await kit.redis.del(...claims);
      await delivery.outbox.retry(CHAT);
      await other.visit(CHAT);
      await expect.poll(calls).toEqual([FILE]);
      await expect.poll(isLeft).toBe(false);
      finish();
      await delivery.sendLogs.stop();
      expect(calls()).toEqual([FILE]);
    });
  });

  it('moves along with a group that becomes another', async () => {
    await delivery.chatBook.update(CHAT, () => ({
      ...{ id: CHAT, kind: 'group', title: 'Team', locale: 'en', level: 'all' },
      ...{ subscriptions: [], sponsors: [] },
    }));
    await ask();
    await delivery.moveChat(CHAT, -1001);
    await expect.poll(() => visited(-1001)).toEqual([FILE.replace(String(CHAT), '-1001')]);
  });
});
