// A message that was given up in a group goes to the supergroup that the group has become meanwhile.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { aRequest } from '../../helpers/requests.ts';
import { CHAT, createDelivery, type Delivery, REFUSED } from '../outbox/delivery-kit.ts';
import { text } from '../outbox/say.ts';

const ANA = 1001;
const NEW = -1_042;
const MOVED = { kind: 'requeued', chatId: NEW };

let kit: RedisKit;
let delivery: Delivery;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(async () => {
  delivery = createDelivery(kit, { adminUserIds: [ANA] });
  await delivery.chatBook.update(CHAT, () => ({
    ...{ id: CHAT, kind: 'group', title: 'Shop', locale: 'en', level: 'all' },
    ...{ subscriptions: [], sponsors: [ANA] },
  }));
});

/** Telegram refuses what holds this text until it is a dead letter; then it takes everything. */
async function givenUp(what: string): Promise<string> {
  delivery.said.answer = (call) => (call.includes(what) ? REFUSED : undefined);
  for (let at = 0; at < 20; at += 1) await delivery.later();
  delivery.said.answer = () => undefined;
  const [letter] = await delivery.deadLetters.list(1);
  if (letter === undefined) throw new Error('there is no dead letter');
  return letter.id;
}

/** What the supergroup is sent from now on. */
async function sent(): Promise<readonly string[]> {
  delivery.calls.length = 0;
  for (let at = 0; at < 3; at += 1) await delivery.later(NEW);
  return delivery.calls;
}

describe('a message to a group that is a supergroup now', () => {
  it('goes to the supergroup: an answer, in its topic', async () => {
    await delivery.outbox.post({ chatId: CHAT, topicId: 5 }, text('answer'));
    const id = await givenUp('answer');
    await delivery.moveChat(CHAT, NEW);
    expect(await delivery.redrive(id)).toEqual(MOVED);
    expect(await delivery.deadLetters.list(1)).toEqual([]);
    expect(await sent()).toEqual([`send ${NEW}:5 answer`]);
  });

  it('goes there as a message of its own: what changes or answers a message of the group', async () => {
    const answer = { ...text('answer'), replyTo: 7 };
    await delivery.outbox.post({ chatId: CHAT }, answer, { editing: 8 });
    const id = await givenUp('answer');
    await delivery.moveChat(CHAT, NEW);
    expect(await delivery.redrive(id)).toEqual(MOVED);
    expect(await sent()).toEqual([`send ${NEW} answer`]);
  });

  it('goes to the supergroup: news', async () => {
    await delivery.commit(...(await delivery.append(2)));
    const id = await givenUp('S1');
    await delivery.moveChat(CHAT, NEW);
    expect(await delivery.redrive(id)).toEqual(MOVED);
    expect(await sent()).toEqual([`send ${NEW} S1: 2`]);
  });

  it('goes there though the policy file, and nobody else, names the group', async () => {
    await delivery.commit(...(await delivery.append(2)));
    const id = await givenUp('S1');
    await kit.redis.hdel(delivery.keys.chats, String(CHAT));
    await kit.redis.incr(delivery.keys.audienceRevision);
    await delivery.moveChat(CHAT, NEW);
    expect(await delivery.redrive(id)).toMatchObject({ kind: 'still_dead' });
    delivery.fileRoutes.push({ match: {}, chats: [{ address: { chatId: CHAT } }] });
    expect(await delivery.redrive(id)).toEqual(MOVED);
    expect(await sent()).toEqual([`send ${NEW} S1: 2`]);
  });

  it('goes there: a reminder, in answer to the copy that the supergroup has', async () => {
    const copies = [{ address: { chatId: CHAT }, token: 't' }];
    await delivery.commit({ kind: 'ask', request: aRequest('a1'), copies });
    await delivery.later();
    await kit.redis.zadd(delivery.keys.outQueue(CHAT), 1, `reminder/${CHAT}/1/a1`);
    const id = await givenUp('reminder');
    await delivery.moveChat(CHAT, NEW);
    await sent();
    expect(await delivery.redrive(id)).toEqual(MOVED);
    expect(await sent()).toEqual([expect.stringContaining('reminder of a1')]);
  });
});
