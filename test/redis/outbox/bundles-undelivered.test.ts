// Several requests in one message: what Telegram does not take, or can't be listed, is shown all the same.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Chat } from '../../../src/audience/chat-book.ts';
import type { SendOutcome } from '../../../src/deliver/channel.ts';
import type { Render } from '../../../src/message/render/render.ts';
import type { Effect } from '../../../src/routing/route-store.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { aRequest, aVote, voteStep } from '../../helpers/requests.ts';
import { AWAY, CHAT, createDelivery, type Delivery, REFUSED } from './delivery-kit.ts';
import { say } from './say.ts';

const ANA = 1001;
const MOVED = -100042;

let kit: RedisKit;
let delivery: Delivery;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(async () => {
  await begin();
});

async function begin(render?: Render): Promise<void> {
  delivery = createDelivery(kit, { adminUserIds: [ANA], ...(render ? { render } : {}) });
  await chat();
}

function chat(fields: Partial<Chat> = {}) {
  return delivery.chatBook.update(CHAT, () => ({
    ...{ id: CHAT, kind: 'group', title: 'team', locale: 'en', level: 'all' },
    ...{ subscriptions: [], sponsors: [] },
    ...fields,
  }));
}

const ask = (id: string): Effect => ({
  kind: 'ask',
  request: aRequest(id),
  copies: [{ address: { chatId: CHAT }, token: `token-of-${id}` }],
});
const settle = async (id: string) => {
  const approval = await delivery.approvals.get(id);
  if (approval === undefined) throw new Error(`no ${id}`);
  await delivery.approvals.step(voteStep(approval, aVote('ana', 'deny')));
  await kit.redis.del('televibe:stream:p1');
};
function fail(what: string, outcome: SendOutcome): void {
  delivery.said.answer = (call) => (call.includes(what) ? outcome : undefined);
}
const mend = () => {
  delivery.said.answer = () => undefined;
};

describe('a message of several requests that can not be sent', () => {
  it('is kept as it is while Telegram is away', async () => {
    fail('bundle', AWAY);
    await delivery.commit(ask('a'), ask('b'));
    await delivery.visit(CHAT);
    await settle('a');
    mend();
    await delivery.later();
    expect(delivery.calls.at(-1)).toBe('send -42 bundle a denied, b undefined');
  });

  it.each<SendOutcome>([
    REFUSED,
    { kind: 'not-allowed', reason: 'Bad Request: CHAT_WRITE_FORBIDDEN' },
  ])('is each of them by itself where it is refused: $kind', async (outcome) => {
    fail('bundle', outcome);
    await delivery.commit(ask('a'), ask('b'), ask('c'));
    await delivery.visit(CHAT);
    await delivery.later();
    expect(delivery.calls.slice(1)).toEqual(
      ['a', 'b', 'c'].map((id) => `send -42 approval ${id} undefined`),
    );
    expect(await kit.redis.hlen(delivery.keys.bundleTokens)).toBe(0);
  });

  it('is asked again, together, when a chat that blocked the bot is back', async () => {
    fail('-42', { kind: 'unreachable', reason: 'blocked' });
    await delivery.commit(ask('a'), ask('b'), ask('c'));
    await delivery.visit(CHAT);
    expect(delivery.log.count('request_shown_nowhere')).toBe(3);
    mend();
    await settle('a');
    await chat();
    await delivery.later();
    expect(delivery.calls.at(-1)).toMatch(/^send -42 bundle ([bc] undefined(, )?){2}$/);
  });

  it('moves with its group before it was sent', async () => {
    fail(`send ${CHAT} `, { kind: 'migrated', to: MOVED });
    await delivery.commit(ask('a'), ask('b'));
    await delivery.visit(CHAT);
    await delivery.visit(MOVED);
    expect(delivery.calls.at(-1)).toBe(`send ${MOVED} bundle a undefined, b undefined`);
  });

  it('leaves out what can not be listed, which comes by itself', async () => {
    const tooLong: Render = (notice) => {
      if (notice.kind !== 'bundle') return say(notice);
      const isShort = notice.requests.every(({ key }) => !key.includes('long'));
      return isShort && notice.requests.length <= 3 ? say(notice) : [];
    };
    await begin(tooLong);
    await delivery.commit(...['long-1', 'a', 'b', 'c', 'd', 'e'].map((id) => ask(id)));
    await delivery.visit(CHAT);
    expect(delivery.calls).toEqual([
      'send -42 approval long-1 undefined',
      'send -42 bundle a undefined, b undefined, c undefined',
      'send -42 bundle d undefined, e undefined',
    ]);
    expect(delivery.log.count('delivery_put_aside')).toBe(0);
  });

  it.each([
    [
      ['long-1', 'a'],
      ['a', 'long-1'],
    ],
    [
      ['long-1', 'long-2', 'long-3'],
      ['long-1', 'long-2', 'long-3'],
    ],
  ])('is none where it would hold one or none: %j', async (asked, alone) => {
    await begin((notice) =>
      notice.kind === 'bundle' && notice.requests.some(({ key }) => key.includes('long'))
        ? []
        : say(notice),
    );
    await delivery.commit(...asked.map((id) => ask(id)));
    await delivery.visit(CHAT);
    expect([...delivery.calls].sort()).toEqual(
      alone.map((id) => `send -42 approval ${id} undefined`),
    );
  });

  it('holds up nothing where one of them can not be read', async () => {
    await delivery.commit(ask('a'), ask('b'), ask('c'));
    await kit.redis.hset(delivery.keys.approval('b'), 'request', '{}');
    await delivery.visit(CHAT);
    expect(delivery.calls).toEqual(['send -42 bundle a undefined, c undefined']);
  });

  it('is not sent twice where a tap shows that it was sent', async () => {
    fail('bundle', { kind: 'unknown', reason: 'socket hang up' });
    await delivery.commit(ask('a'), ask('b'));
    await delivery.visit(CHAT);
    mend();
    const [token = ''] = await kit.redis.hkeys(delivery.keys.bundleTokens);
    for (const id of [55, 66]) await delivery.bundles.adopt(token, id);
    expect((await delivery.bundles.get(token))?.messageId).toBe(55);
    expect(await delivery.copies.of('a')).toMatchObject([{ messageId: 55 }]);
    await settle('a');
    await delivery.later();
    expect(delivery.calls.at(-1)).toBe('edit 55 bundle a denied, b undefined');
  });
});
