// What could not be sent is kept, tried again and waited for by nobody; a request that a place can't
// show is shown elsewhere.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Chat } from '../../../src/audience/chat-book.ts';
import type { SendOutcome } from '../../../src/deliver/channel.ts';
import { createPace } from '../../../src/redis/pace/pace.ts';
import type { Effect } from '../../../src/routing/route-store.ts';
import { openVisit, type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { aRequest, aVote, voteStep } from '../../helpers/requests.ts';
import { AWAY, CHAT, createDelivery, type Delivery, FAILURES, REFUSED } from './delivery-kit.ts';
import { text } from './say.ts';

const ANA = 1001;
const OTHER = -43;

let kit: RedisKit;
let delivery: Delivery;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(async () => {
  delivery = createDelivery(kit, { adminUserIds: [ANA] });
  await chat(CHAT, { title: 'team' });
});

function chat(id: number, fields: Partial<Chat> = {}) {
  const kind = id < 0 ? ('group' as const) : ('private' as const);
  const fresh = { id, kind, title: `chat ${id}`, locale: 'en', level: 'all' as const };
  return delivery.chatBook.update(id, () => ({
    ...{ ...fresh, subscriptions: [], sponsors: [] },
    ...fields,
  }));
}

const ask = (id = 'a1', ...places: number[]): Effect => ({
  kind: 'ask',
  request: aRequest(id),
  copies: [CHAT, ...places].map((chatId) => ({ address: { chatId }, token: `t${id}${chatId}` })),
});

/** Answers like this whatever says `what`, until told otherwise. */
function fail(what: string, outcome: SendOutcome): void {
  delivery.said.answer = (call) => (call.includes(what) ? outcome : undefined);
}
const mend = () => {
  delivery.said.answer = () => undefined;
};
const again = async (times: number) => {
  for (let at = 0; at < times; at += 1) await delivery.later();
};
const sentTo = (chatId: number) =>
  delivery.calls.filter((call) => call.startsWith(`send ${chatId} `));
const settle = async (id: string) => {
  const approval = await delivery.approvals.get(id);
  if (approval === undefined) throw new Error(`no ${id}`);
  await delivery.approvals.step(voteStep(approval, aVote('ana', 'deny')));
  await kit.redis.del('televibe:stream:p1');
};

describe('what Telegram does not take', () => {
  it.each(FAILURES)('is kept, and sent when it is taken: $kind', async (outcome) => {
    fail('approval a1', outcome);
    await delivery.commit(ask());
    await delivery.visit(CHAT);
    await again(4);
    expect(await delivery.chatBook.get(CHAT)).not.toHaveProperty('inactive');
    mend();
    await delivery.later();
    expect(delivery.calls).toHaveLength(6);
    expect(new Set(delivery.calls)).toEqual(new Set(['send -42 approval a1 undefined']));
    await delivery.later();
    expect(delivery.calls).toHaveLength(6);
  });

  it('is tried again after pauses that grow up to a bound', async () => {
    const { store, outbox } = delivery;
    await outbox.post({ chatId: CHAT }, text('answer'));
    const pauses: (number | undefined)[] = [];
    for (let at = 0; at < 12; at += 1) {
      await kit.redis.del(`${delivery.keys.prefix}:pace:chat:${CHAT}`);
      const visit = await openVisit(store, CHAT);
      const next = await store.next(visit);
      if (next.kind !== 'item') throw new Error('nothing to send');
      const aside = await store.putAside(visit, next.item, { maxMs: 300_000, share: 1 });
      pauses.push(aside?.ms);
      const idle = await store.next(visit);
      expect(idle).toMatchObject({ kind: 'idle' });
      expect(idle.kind === 'idle' && idle.nextMs).toBeGreaterThan((aside?.ms ?? 0) - 500);
      await kit.redis.zadd(
        `${delivery.keys.prefix}:out:${CHAT}:aside`,
        '1',
        next.item.kind === 'window' ? '' : next.item.name,
      );
    }
    const doubled = [1, 2, 4, 8, 16, 32, 64, 128, 256].map((seconds) => seconds * 1_000);
    expect(pauses).toEqual([...doubled, 300_000, 300_000, 300_000]);
  });

  it('is tried in the order of its queue, and with a fresh count after it went through', async () => {
    const { outbox, calls } = delivery;
    fail('one', REFUSED);
    for (const body of ['one', 'two', 'three']) await outbox.post({ chatId: CHAT }, text(body));
    await delivery.visit(CHAT);
    expect(calls).toEqual(['send -42 one', 'send -42 two', 'send -42 three']);
    mend();
    await delivery.later();
    expect(calls.at(-1)).toBe('send -42 one');
    const left = await kit.redis.keys(`${delivery.keys.prefix}:out:${CHAT}:*`);
    expect(left.filter((key) => /tries|aside/.test(key))).toEqual([]);
  });

  it('is tried at once when something about the chat has changed', async () => {
    fail('approval', { kind: 'not-allowed', reason: 'CHAT_WRITE_FORBIDDEN' });
    await delivery.commit(ask());
    await delivery.visit(CHAT);
    mend();
    delivery.waker.wakes.length = 0;
    await delivery.outbox.retry(CHAT);
    expect(delivery.waker.wakes).toEqual([{ chatId: CHAT, delayMs: 0 }]);
    await delivery.visit(CHAT);
    expect(delivery.calls).toHaveLength(2);
  });

  it('is sent anew when the change of a request is refused several times', async () => {
    await delivery.commit(ask());
    await delivery.visit(CHAT);
    await settle('a1');
    fail('edit', REFUSED);
    await again(4);
    expect(delivery.calls.slice(1)).toEqual([
      ...Array(4).fill('edit 101 approval a1 denied'),
      'send -42 approval a1 denied',
    ]);
    await delivery.later();
    expect(delivery.calls).toHaveLength(6);
  });
});

describe('a request that a place does not show', () => {
  const NOTE = 'approval a1 undefined instead of team';

  it.each(FAILURES)(
    'is shown to an admin, who is told where it was to be: $kind',
    async (outcome) => {
      await chat(ANA);
      fail('send -42', outcome);
      await delivery.outbox.post({ chatId: ANA }, text('works'));
      await delivery.visit(ANA);
      await delivery.commit(ask());
      await again(6);
      await delivery.visit(ANA);
      expect(sentTo(ANA).slice(1)).toEqual([`send ${ANA} ${NOTE}`]);
      mend();
      await delivery.later();
      expect(sentTo(CHAT).at(-1)).toBe('send -42 approval a1 undefined');
      const trail = await delivery.approvals.audit('a1');
      expect(trail).toContainEqual(
        expect.objectContaining({ what: 'shown_elsewhere', to: '1001', instead_of: '-42' }),
      );
      await settle('a1');
      await delivery.later(ANA);
      expect(delivery.calls.at(-1)).toMatch(/^edit \d+ approval a1 denied instead of team$/);
    },
  );

  it('goes to nobody else while Telegram itself is away', async () => {
    await chat(ANA);
    fail('send', AWAY);
    await delivery.commit(ask());
    await again(12);
    mend();
    await delivery.visit(ANA);
    await delivery.later();
    expect(sentTo(ANA)).toEqual([]);
    expect(sentTo(CHAT)).toHaveLength(13);
  });

  it.each(['blocked', 'kicked'])(
    'is shown to an admin at once when the chat is %s',
    async (reason) => {
      await chat(ANA);
      fail('send -42', { kind: 'unreachable', reason });
      await delivery.commit(ask());
      await delivery.visit(CHAT);
      await delivery.visit(ANA);
      expect(sentTo(ANA)).toEqual([`send ${ANA} ${NOTE}`]);
    },
  );

  it('is shown to an admin at once when a 429 has it wait for minutes', async () => {
    await chat(ANA);
    fail('send -42', { kind: 'flood', retryAfterMs: 86_400_000_000 });
    await delivery.commit(ask());
    await delivery.visit(CHAT);
    await delivery.visit(ANA);
    expect(sentTo(ANA)).toEqual([`send ${ANA} ${NOTE}`]);
    mend();
    await delivery.later();
    expect(sentTo(CHAT)).toHaveLength(2);
  });

  it.each([
    [3_600_000, ['a1', 'a2']],
    [50_000, []],
  ])('that comes during a 429 of %d ms is shown to an admin, once: %j', async (ms, shown) => {
    await chat(ANA);
    await createPace({ redis: kit.redis, keys: delivery.keys }).flooded(CHAT, ms);
    await delivery.commit(ask('a1'), ask('a2'));
    for (const chatId of [CHAT, ANA, CHAT, ANA]) await delivery.visit(chatId);
    const calls = shown.map((id) => `send ${ANA} approval ${id} undefined instead of team`);
    expect(delivery.calls).toEqual(calls);
  });

  it('is left to the other chats that show it', async () => {
    await chat(ANA);
    await chat(OTHER);
    fail('send -42', { kind: 'unreachable', reason: 'kicked' });
    await delivery.commit(ask('a1', OTHER));
    await delivery.visit(CHAT);
    await delivery.visit(OTHER);
    await delivery.visit(ANA);
    expect(sentTo(OTHER)).toEqual(['send -43 approval a1 undefined']);
    expect(sentTo(ANA)).toEqual([]);
  });

  it('goes to an admin when every chat of it fails', async () => {
    await chat(ANA);
    await chat(OTHER);
    fail('send -4', { kind: 'unreachable', reason: 'kicked' });
    await delivery.commit(ask('a1', OTHER));
    for (const id of [CHAT, OTHER, ANA]) await delivery.visit(id);
    expect(sentTo(ANA)).toHaveLength(1);
  });

  it('alarms when there is nobody else', async () => {
    fail('send -42', { kind: 'unreachable', reason: 'kicked' });
    await delivery.commit(ask());
    await delivery.visit(CHAT);
    expect(delivery.log.count('request_shown_nowhere')).toBe(1);
    expect(await delivery.metrics.text()).toContain(
      'jobwire_requests_shown_elsewhere_total{where="nowhere"} 1',
    );
  });

  it('is shown to no admin of another project, and to nobody in a chat that is gone', async () => {
    await delivery.members.grant(1_002, { role: 'admin', projectId: 'p2' });
    await chat(1_002);
    await chat(ANA, { inactive: 'blocked' });
    fail('send -42', { kind: 'unreachable', reason: 'kicked' });
    await delivery.commit(ask());
    for (const id of [CHAT, ANA, 1_002]) await delivery.visit(id);
    expect(delivery.calls).toHaveLength(1);
  });
});

describe('a chat that is back', () => {
  const goAway = async () => {
    fail('send -42', { kind: 'unreachable', reason: 'blocked' });
    await delivery.outbox.post({ chatId: CHAT }, text('anything'));
    await delivery.later();
    mend();
  };

  it('has its copies brought up to date', async () => {
    await delivery.commit(ask('a1'));
    await delivery.visit(CHAT);
    await goAway();
    await settle('a1');
    await delivery.later();
    expect(delivery.calls.filter((call) => call.startsWith('edit'))).toEqual([]);
    await chat(CHAT);
    await delivery.later();
    expect(delivery.calls.at(-1)).toBe('edit 101 approval a1 denied');
    await delivery.later();
    expect(delivery.calls.filter((call) => call.startsWith('edit'))).toHaveLength(1);
  });

  it('is asked what still waits, and told of nothing that it was never asked', async () => {
    fail('send -42', { kind: 'unreachable', reason: 'blocked' });
    await delivery.commit(ask('a1'), ask('a2'));
    await delivery.visit(CHAT);
    mend();
    await settle('a1');
    await delivery.visit(CHAT);
    await chat(CHAT);
    await delivery.later();
    expect(delivery.calls.slice(1)).toEqual(['send -42 approval a2 undefined']);
  });
});
