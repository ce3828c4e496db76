// Requests that reach a chat within two seconds of another go as one message, and each stays a request of its own.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ApprovalRequest } from '../../../src/approvals/approval.ts';
import type { Chat } from '../../../src/audience/chat-book.ts';
import type { SendOutcome } from '../../../src/deliver/channel.ts';
import type { Effect } from '../../../src/routing/route-store.ts';
import { describeBundles } from '../../contracts/bundles.contract.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { aRequest, aVote, voteStep } from '../../helpers/requests.ts';
import { CHAT, createDelivery, type Delivery, REFUSED } from './delivery-kit.ts';

const ANA = 1001;
const MOVED = -100042;

let kit: RedisKit;
let delivery: Delivery;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(async () => {
  delivery = createDelivery(kit, { adminUserIds: [ANA] });
  await chat();
});

function chat(fields: Partial<Chat> = {}) {
  return delivery.chatBook.update(CHAT, () => ({
    ...{ id: CHAT, kind: 'group', title: 'team', locale: 'en', level: 'all' },
    ...{ subscriptions: [], sponsors: [] },
    ...fields,
  }));
}

const ask = (id: string, fields: Partial<ApprovalRequest> = {}): Effect => ({
  kind: 'ask',
  request: aRequest(id, fields),
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
/** The token of the only bundle. */
async function token(): Promise<string> {
  const [found = ''] = await kit.redis.hkeys(delivery.keys.bundleTokens);
  return found;
}
const copyOf = async (id: string) => (await delivery.copies.of(id))[0];

describe('requests in one chat', () => {
  it('go at once, the first by itself, those of the next two seconds together', async () => {
    await delivery.commit(ask('a'));
    await delivery.visit(CHAT);
    await delivery.commit(ask('b'));
    await delivery.visit(CHAT);
    await delivery.commit(ask('c'), ask('d'));
    await delivery.later();
    expect(delivery.calls).toEqual(['send -42 approval a undefined']);
    await delivery.gathered();
    await delivery.later();
    expect(delivery.calls.slice(1)).toEqual([
      'send -42 bundle b undefined, c undefined, d undefined',
    ]);
  });

  it('are visited when the two seconds are over, however little else there is', async () => {
    await delivery.commit(ask('a'));
    await delivery.visit(CHAT);
    await delivery.commit(ask('b'));
    await delivery.visit(CHAT);
    const asked = delivery.waker.wakes.at(-1);
    expect(asked?.delayMs).toBeGreaterThan(1_000);
    expect(asked?.delayMs).toBeLessThanOrEqual(2_000);
    const due = await kit.redis.zscore(delivery.keys.due, String(CHAT));
    const [gathered] = (
      await kit.redis.zrange(delivery.keys.outGathered(CHAT), '0', '0', 'WITHSCORES')
    ).slice(1);
    expect(Math.abs(Number(due) - Number(gathered))).toBeLessThan(2);
  });

  it('that alone is left after two seconds is an ordinary message', async () => {
    await delivery.commit(ask('a'));
    await delivery.visit(CHAT);
    await delivery.commit(ask('b'));
    await delivery.gathered();
    await delivery.later();
    expect(delivery.calls).toEqual([
      'send -42 approval a undefined',
      'send -42 approval b undefined',
    ]);
  });

  it('that wait for the pace anyway wait for nothing else', async () => {
    await delivery.commit(...['a', 'b', 'c'].map((id) => ask(id)));
    await delivery.visit(CHAT);
    expect(delivery.calls).toEqual(['send -42 bundle a undefined, b undefined, c undefined']);
  });

  it('in another topic have nothing to do with it', async () => {
    const topic = [{ address: { chatId: CHAT, topicId: 5 }, token: 'token-in-topic' }];
    await delivery.commit(ask('a'), { kind: 'ask', request: aRequest('b'), copies: topic });
    await delivery.visit(CHAT);
    expect(delivery.calls).toEqual([
      'send -42 approval a undefined',
      'send -42:5 approval b undefined',
    ]);
  });

  it('are ten in a message at most', async () => {
    await delivery.commit(...Array.from({ length: 23 }, (_, at) => ask(`r${at}`)));
    await delivery.visit(CHAT);
    expect(delivery.calls.map((call) => call.split(',').length)).toEqual([10, 10, 3]);
  });

  it('that somebody opened, or that are shown elsewhere, come by themselves', async () => {
    await delivery.commit(ask('a'));
    await delivery.visit(CHAT);
    await delivery.commit({ kind: 'ask', request: aRequest('b'), copies: [] });
    await delivery.copies.open('b', { chatId: CHAT }, 'token-of-b');
    await delivery.visit(CHAT);
    expect(delivery.calls.at(-1)).toBe('send -42 approval b undefined');
  });
});

describe('a message of several requests', () => {
  beforeEach(async () => {
    await delivery.commit(ask('a'), ask('b'), ask('c'));
    await delivery.visit(CHAT);
  });

  it('is a whole copy of each', async () => {
    const shown = { version: 1, digest: '', sent: 0, isWhole: true, acceptsFiles: true };
    for (const id of ['a', 'b', 'c']) {
      expect(await copyOf(id)).toMatchObject({ messageId: 101, shown });
    }
    expect(await delivery.bundles.get(await token())).toMatchObject({
      address: { chatId: CHAT },
      messageId: 101,
      members: ['a', 'b', 'c'].map((key) => ({ key, version: 1, isHere: true })),
    });
  });

  it('says what became of each, in place', async () => {
    await settle('b');
    await delivery.visit(CHAT);
    expect(delivery.calls.slice(1)).toEqual(['edit 101 bundle a undefined, b denied, c undefined']);
    await settle('a');
    await settle('c');
    await delivery.later();
    expect(delivery.calls.slice(2)).toEqual(['edit 101 bundle a denied, b denied, c denied']);
  });

  it('is answered by reminders of each, and by those who want to see one', async () => {
    await delivery.copies.open('b', { chatId: CHAT }, 'another-token');
    await delivery.visit(CHAT);
    expect(delivery.calls.at(-1)).toBe('send -42 to 101 reminder of b');
  });

  it('loses one that changes, which is asked anew by itself', async () => {
    await delivery.commit(ask('b', { eventId: 'event-2', action: 'kubectl delete' }));
    await delivery.later();
    expect(delivery.calls.slice(1)).toEqual([
      'edit 101 bundle a undefined, (b), c undefined',
      'send -42 approval b undefined',
    ]);
    expect((await copyOf('b'))?.messageId).toBe(103);
    await settle('b');
    await delivery.later();
    expect(delivery.calls.slice(3)).toEqual(['edit 103 approval b denied']);
  });

  it('does not stand for one that changed while it was sent', async () => {
    await delivery.gathered();
    await delivery.commit(ask('d'), ask('e'));
    let isChanged = false;
    delivery.said.slow = async () => {
      if (isChanged) return;
      isChanged = true;
      await delivery.commit(ask('d', { eventId: 'event-2', action: 'kubectl delete' }));
    };
    await delivery.later();
    expect(delivery.calls.slice(1)).toEqual([
      'send -42 bundle d undefined, e undefined',
      'edit 102 bundle (d), e undefined',
      'send -42 approval d undefined',
    ]);
    expect((await copyOf('d'))?.messageId).toBe(104);
    expect((await copyOf('e'))?.messageId).toBe(102);
  });

  it('is split into messages of those that still wait', async () => {
    await settle('a');
    await delivery.bundles.split(await token());
    await delivery.later();
    await delivery.later();
    expect(delivery.calls.slice(1).sort()).toEqual([
      'edit 101 bundle a denied, (b), (c)',
      'send -42 approval b undefined',
      'send -42 approval c undefined',
    ]);
    await delivery.bundles.split(await token());
    await delivery.later();
    expect(delivery.calls.filter((call) => call.startsWith('send'))).toHaveLength(3);
  });

  it('is sent anew where somebody deleted it', async () => {
    fail('edit', { kind: 'gone' });
    await settle('a');
    await delivery.visit(CHAT);
    mend();
    expect(delivery.calls.at(-1)).toBe('send -42 bundle a denied, b undefined, c undefined');
    expect((await copyOf('b'))?.messageId).toBe(103);
    await settle('b');
    await delivery.later();
    expect(delivery.calls.at(-1)).toBe('edit 103 bundle a denied, b denied, c undefined');
  });

  it('that can not be edited is sent anew after some tries', async () => {
    fail('edit', REFUSED);
    await settle('a');
    for (let at = 0; at < 5; at += 1) await delivery.later();
    mend();
    expect(delivery.calls.filter((call) => call.startsWith('send')).at(-1)).toBe(
      'send -42 bundle a denied, b undefined, c undefined',
    );
  });

  it('is put right when the chat is back', async () => {
    fail('-42', { kind: 'unreachable', reason: 'blocked' });
    await delivery.outbox.post({ chatId: CHAT }, { body: { text: 'x', spans: [] }, silent: true });
    await delivery.later();
    mend();
    await settle('a');
    await delivery.later();
    expect(delivery.calls.filter((call) => call.startsWith('edit'))).toEqual([]);
    await chat();
    await delivery.later();
    expect(delivery.calls.at(-1)).toBe('edit 101 bundle a denied, b undefined, c undefined');
  });

  it('comes again where the group has become another one, with what still waits or was not told', async () => {
    await settle('a');
    await delivery.moveChat(CHAT, MOVED);
    await delivery.visit(MOVED);
    expect(delivery.calls.slice(-2)).toEqual([
      `send ${MOVED} bundle b undefined, c undefined`,
      `send ${MOVED} approval a denied`,
    ]);
    expect(await copyOf('b')).toMatchObject({ address: { chatId: MOVED } });
  });
});

describeBundles('a bundle in Redis', async () => ({
  bundles: delivery.bundles,
  async show() {
    fail('bundle', { kind: 'unknown', reason: 'socket hang up' });
    await delivery.commit(ask('a'), ask('b'));
    await delivery.visit(CHAT);
    return token();
  },
}));
