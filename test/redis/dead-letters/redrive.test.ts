// A message that was given up waits for its chat again: once, whatever is asked twice, and it is a letter again
// when it is given up again.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Chat } from '../../../src/audience/chat-book.ts';
import { groupOf } from '../../../src/routing/flow.ts';
import type { Effect } from '../../../src/routing/route-store.ts';
import { anEvent } from '../../helpers/events.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { aRequest } from '../../helpers/requests.ts';
import { AWAY, CHAT, createDelivery, type Delivery, REFUSED } from '../outbox/delivery-kit.ts';
import { text } from '../outbox/say.ts';

const ANA = 1001;
const GROUP: Chat = {
  ...{ id: CHAT, kind: 'group', title: 'Shop', locale: 'en', level: 'all' },
  ...{ subscriptions: [], sponsors: [ANA] },
};

const S1 = groupOf(anEvent({ sessionId: 'S1' }));

let kit: RedisKit;
let delivery: Delivery;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(async () => {
  delivery = createDelivery(kit, { adminUserIds: [ANA] });
  await delivery.chatBook.update(CHAT, () => GROUP);
});

const out = (part: string) => `${delivery.keys.prefix}:out:${CHAT}:${part}`;
const letters = () => delivery.deadLetters.list(10);
const theLetter = async () => {
  const [letter, ...others] = await letters();
  expect(others).toEqual([]);
  if (letter === undefined) throw new Error('there is no dead letter');
  return letter;
};

/** Telegram refuses what holds this text until it is a dead letter; then it takes everything. */
async function givenUp(what: string) {
  delivery.said.answer = (call) => (call.includes(what) ? REFUSED : undefined);
  for (let at = 0; at < 20; at += 1) await delivery.later();
  delivery.said.answer = () => undefined;
  delivery.calls.length = 0;
  return theLetter();
}

/** What is sent to the chat from now on. */
async function sent(): Promise<readonly string[]> {
  for (let at = 0; at < 3; at += 1) await delivery.later();
  return delivery.calls;
}

const ask = (id: string): Effect => ({
  kind: 'ask',
  request: aRequest(id),
  copies: [{ address: { chatId: CHAT }, token: `t${id}` }],
});

describe('a message that was given up', () => {
  it('waits for its chat again when its letter is tried again, once: an answer', async () => {
    await delivery.outbox.post({ chatId: CHAT }, text('answer'));
    const { id, stage } = await givenUp('answer');
    expect(stage).toBe('delivering');
    expect(await delivery.redrive(id)).toEqual({ kind: 'requeued', chatId: CHAT });
    expect(await letters()).toEqual([]);
    expect(await delivery.redrive(id)).toEqual({ kind: 'unknown' });
    expect(delivery.waker.wakes).toContainEqual(expect.objectContaining({ chatId: CHAT }));
    expect(await sent()).toEqual(['send -42 answer']);
  });

  it('does so: news, all that the window counted too', async () => {
    await delivery.commit(...(await delivery.append(2)));
    await kit.redis.hset(`${delivery.keys.prefix}:window:${CHAT}:more`, S1, 7);
    const { id, raw } = await givenUp('S1');
    expect(JSON.parse(raw)).toMatchObject({ item: 'window', more: { [S1]: 7 } });
    expect(await delivery.redrive(id)).toEqual({ kind: 'requeued', chatId: CHAT });
    const more = `${delivery.keys.prefix}:window:${CHAT}:more`;
    expect(await kit.redis.hgetall(more)).toEqual({ [S1]: '7' });
    expect(await sent()).toEqual(['send -42 S1: 2']);
  });

  it('does so with the question that its answer decides', async () => {
    const asks = {
      kind: 'question',
      verdict: 'deny',
      approvalId: 'a1',
      version: 1,
      userId: ANA,
    } as const;
    await delivery.outbox.post({ chatId: CHAT }, text('why?'), { asks });
    const { id } = await givenUp('why?');
    await delivery.redrive(id);
    await sent();
    expect(Object.values(await kit.redis.hgetall(out('asked')))).toEqual([`deny a1 1 ${ANA}`]);
  });

  it('does so: a reminder, as the request stands then', async () => {
    await delivery.commit(ask('a1'));
    await delivery.later();
    await kit.redis.zadd(out('queue'), 1, `reminder/${CHAT}/1/a1`);
    const { id } = await givenUp('reminder');
    expect(await delivery.redrive(id)).toEqual({ kind: 'requeued', chatId: CHAT });
    expect(await sent()).toEqual([expect.stringContaining('reminder of a1')]);
  });

  it('sends nothing again of which a part is out', async () => {
    await delivery.commit(...(await delivery.append(2, 'S1')), ...(await delivery.append(2, 'S2')));
    await delivery.later();
    expect(delivery.calls).toEqual(['send -42 S1: 2', 'send -42 S2: 2']);
    delivery.calls.length = 0;
    await delivery.commit(...(await delivery.append(2, 'S1')), ...(await delivery.append(2, 'S2')));
    const { id, raw } = await givenUp('S2');
    expect(JSON.parse(raw)).toMatchObject({ sent: 1 });
    await delivery.redrive(id);
    expect(await sent()).toEqual(['send -42 S2: 2']);
  });

  it('is sent from its beginning when events of it are gone, though a part is out', async () => {
    const effects = [...(await delivery.append(2, 'S1')), ...(await delivery.append(2, 'S2'))];
    await delivery.commit(...effects);
    const { id, raw } = await givenUp('S2');
    const { positions, sent: out } = JSON.parse(raw) as { positions: string[]; sent: number };
    expect(out).toBe(1);
    await kit.redis.xdel(delivery.keys.journal, positions[0] ?? '');
    await delivery.redrive(id);
    expect(await sent()).toEqual(['send -42 S1: 1', 'send -42 S2: 2']);
  });

  it.each([0, 1, 2])(
    'is sent after another batch of which %i parts are out, and costs it none',
    async (parts) => {
      const news = async (sessionId: string) => delivery.append(1, sessionId);
      await delivery.commit(...(await news('S1')), ...(await news('S2')));
      const { id, raw } = await givenUp('S2');
      expect(JSON.parse(raw)).toMatchObject({ sent: 1 });
      const others = ['S3', 'S4', 'S5'];
      for (const other of others) await delivery.commit(...(await news(other)));
      delivery.said.answer = (call) => (call.includes(others[parts] ?? '') ? AWAY : undefined);
      await delivery.later();
      expect(await kit.redis.hget(out('sending'), String(CHAT))).toBe(String(parts));
      delivery.said.answer = () => undefined;
      delivery.calls.splice(parts);
      expect(await delivery.redrive(id)).toMatchObject({ kind: 'requeued' });
      const all = [...others, 'S1', 'S2'].map((session) => `send -42 ${session}: 1`);
      expect((await sent()).toSorted()).toEqual(all.toSorted());
    },
  );

  it('is put back once by two who try it at the same moment, and by a step that is sent twice', async () => {
    await delivery.commit(...(await delivery.append(2)));
    const { id, raw } = await givenUp('S1');
    await Promise.all([delivery.redrive(id), delivery.redrive(id), delivery.redrive(id)]);
    const { positions } = JSON.parse(raw) as { positions: string[] };
    const entries = positions.map((position) => {
      return { position, group: 'session:S1', weight: 'news' } as const;
    });
    const address = { chatId: CHAT };
    const window = { address, isAlerts: false, entries, more: {}, sent: 0 };
    await delivery.redriveStore.toWindow(id, window);
    await delivery.redriveStore.toQueue(id, { chatId: CHAT, name: `reply/${CHAT}/x` });
    expect(await kit.redis.llen(`${delivery.keys.prefix}:window:${CHAT}`)).toBe(2);
    expect(await sent()).toEqual(['send -42 S1: 2']);
  });

  it('is a letter again when it is given up again', async () => {
    await delivery.outbox.post({ chatId: CHAT }, text('answer'));
    const first = await givenUp('answer');
    await delivery.redrive(first.id);
    const second = await givenUp('answer');
    expect(second.id).not.toBe(first.id);
    expect(second.raw).toBe(first.raw);
    await delivery.redrive(second.id);
    expect(await sent()).toEqual(['send -42 answer']);
  });

  it('is one again when nobody can read it still', async () => {
    await kit.redis.zadd(out('queue'), 1, `hologram/${CHAT}/1`);
    await kit.redis.hset(out('payload'), `hologram/${CHAT}/1`, '{"of":"a newer version"}');
    await delivery.later();
    const { id } = await theLetter();
    expect(await delivery.redrive(id)).toEqual({ kind: 'requeued', chatId: CHAT });
    expect(await kit.redis.hget(out('payload'), `hologram/${CHAT}/1`)).toContain('newer version');
    await delivery.later();
    expect(await theLetter()).toMatchObject({ raw: expect.stringContaining('newer version') });
  });

  it('shows no older state of a live message than is shown, or waits', async () => {
    const live = (body: string) => delivery.outbox.live({ chatId: CHAT }, 'tail', text(body));
    await live('page 1');
    const first = await givenUp('page 1');
    await live('page 2');
    expect(await delivery.redrive(first.id)).toMatchObject({ kind: 'still_dead' });
    expect(await sent()).toEqual(['send -42 page 2']);
    expect(await delivery.redrive(first.id)).toMatchObject({ kind: 'still_dead' });
    expect(await sent()).toEqual(['send -42 page 2']);
    expect(await letters()).toHaveLength(1);
  });
});

describe('what is not tried again', () => {
  const news = async () => {
    await delivery.commit(...(await delivery.append(2)));
    return givenUp('S1');
  };
  const answer = async () => {
    await delivery.outbox.post({ chatId: CHAT }, text('answer'));
    return givenUp('answer');
  };

  it.each([
    { why: 'the chat is lost', make: news, change: lose, reason: /kicked/ },
    { why: 'the chat is lost', make: answer, change: lose, reason: /kicked/ },
    { why: 'its people have no role', make: news, change: disown, reason: /may not see/ },
    {
      why: 'its people have no role',
      make: answer,
      change: disown,
      reason: /now has nobody with a role/,
    },
    { why: 'its events are gone', make: news, change: forget, reason: /no longer kept/ },
    {
      why: 'its text was not kept',
      make: answer,
      change: withoutPayload,
      reason: /older release/,
    },
  ])('is kept as a letter, and why: $why', async ({ make, change, reason }) => {
    await make();
    await change();
    const { id } = await theLetter();
    expect(await delivery.redrive(id)).toEqual({
      kind: 'still_dead',
      reason: expect.stringMatching(reason),
    });
    expect((await theLetter()).id).toBe(id);
    expect(await sent()).toEqual([]);
  });

  function lose() {
    return delivery.chatBook.deactivate(CHAT, 'kicked');
  }

  function disown() {
    return delivery.chatBook.update(CHAT, () => ({ ...GROUP, sponsors: [1002] }));
  }

  function forget() {
    return kit.redis.del(delivery.keys.journal);
  }

  async function withoutPayload() {
    const { id, raw, source } = await theLetter();
    const { payload: _, ...former } = JSON.parse(raw);
    await kit.redis.xdel(delivery.keys.deadLetters, id);
    const fields = { source, entry_id: 'x', raw: JSON.stringify(former), stage: 'delivering' };
    await kit.redis.xadd(delivery.keys.deadLetters, '*', ...Object.entries(fields).flat());
  }

  it('is not what a route of the policy file brings, to a chat that nobody set up', async () => {
    const { id } = await news();
    await kit.redis.hdel(delivery.keys.chats, String(CHAT));
    await kit.redis.incr(delivery.keys.audienceRevision);
    expect(await delivery.redrive(id)).toMatchObject({ kind: 'still_dead' });
    delivery.fileRoutes.push({ match: {}, chats: [{ address: { chatId: CHAT } }] });
    expect(await delivery.redrive(id)).toEqual({ kind: 'requeued', chatId: CHAT });
    expect(await sent()).toEqual(['send -42 S1: 2']);
  });
});

describe('an event that its follower gave up', () => {
  it('is a letter again when it is given up again, and is handed over once', async () => {
    await delivery.append(1);
    const [entry] = await delivery.journal.read('0-0', 1);
    if (entry === undefined) throw new Error('nothing is journalled');
    const source = 'follower:gates';
    const letter = { source, entryId: entry.position, raw: JSON.stringify(entry.event) };
    const more = { reason: 'no room', attempts: 4, stage: 'following' as const };
    const giveUp = () =>
      delivery.journal.append({ candidates: [], deadLetters: [{ ...letter, ...more }] });
    await giveUp();
    const { id } = await theLetter();
    expect(await delivery.redrive(id)).toEqual({ kind: 'queued', follower: source });
    await delivery.followerAside.drop(source, entry.position);
    await delivery.followerAside.redrive(id, { source, position: entry.position, state: '{}' });
    expect([...(await delivery.followerAside.all(source)).keys()]).toEqual([]);
    await giveUp();
    expect((await theLetter()).id).not.toBe(id);
  });
});
