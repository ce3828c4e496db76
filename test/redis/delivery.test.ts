import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ApprovalStore } from '../../src/approvals/approval-store.ts';
import type { Chat } from '../../src/audience/chat-book.ts';
import { systemClock } from '../../src/clock.ts';
import type { Channel, SendOutcome } from '../../src/deliver/channel.ts';
import type { Outbox } from '../../src/deliver/outbox.ts';
import { createSettleOutcome } from '../../src/deliver/settle-outcome.ts';
import { createVisitChat, type VisitChat } from '../../src/deliver/visit.ts';
import type { Effect } from '../../src/flow-store.ts';
import { jobKey } from '../../src/jobs/job-key.ts';
import { silentLogger } from '../../src/logger.ts';
import type { Notice } from '../../src/message/notice.ts';
import { createChatBook } from '../../src/redis/chat-book.ts';
import { createFlowStore } from '../../src/redis/flow-store.ts';
import { createJournal } from '../../src/redis/journal.ts';
import type { Keys } from '../../src/redis/keys.ts';
import { createLease } from '../../src/redis/lease.ts';
import { createMembers } from '../../src/redis/members.ts';
import { createMoveChat } from '../../src/redis/move-chat.ts';
import { createOutbox, createOutboxStore } from '../../src/redis/outbox-store.ts';
import { createPace } from '../../src/redis/pace.ts';
import { anEvent, candidate } from '../helpers/events.ts';
import { PLAIN_TERMS } from '../helpers/plain-terms.ts';
import { type RedisKit, recordingWaker, startRedisKit } from '../helpers/redis-kit.ts';
import { aRequest } from '../helpers/requests.ts';
import { approvalStore } from './approval-kit.ts';

const CHAT = -42;
const text = (body: string) => ({ body: { text: body, spans: [] }, silent: true });

/** Says what it would say, so that a test sees what was rendered. */
function render(notice: Notice) {
  switch (notice.kind) {
    case 'event':
      return [text(`event ${notice.event.id}`)];
    case 'digest':
      return notice.groups.map((group) => text(`${group.label}: ${group.events.length}`));
    case 'approval':
      return [text(`approval ${notice.approval.request.id} ${notice.approval.outcome?.status}`)];
    case 'superseded':
      return [text(`former version of ${notice.approval.request.id}`)];
    case 'reminder':
      return [text(`reminder of ${notice.approval.request.id}`)];
    case 'tail':
      return [];
  }
}

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

describe('a visit to a chat', () => {
  let keys: Keys;
  let waker: ReturnType<typeof recordingWaker>;
  let outbox: Outbox;
  let calls: string[];
  let slow: () => Promise<void>;
  let answers: SendOutcome[];
  let visit: VisitChat;
  let chatBook: ReturnType<typeof createChatBook>;
  let approvals: ApprovalStore;
  let commit: (...effects: Effect[]) => Promise<void>;
  let append: (count: number, sessionId?: string) => Promise<Effect[]>;

  beforeEach(async () => {
    const { redis } = kit;
    keys = kit.fresh();
    calls = [];
    slow = async () => {};
    answers = [];
    waker = recordingWaker();
    outbox = createOutbox({ redis, keys, clock: systemClock, waker });
    const answer = (call: string): SendOutcome => {
      calls.push(call);
      return answers.shift() ?? { kind: 'sent', messageId: 100 + calls.length };
    };
    const channel: Channel = {
      send: async ({ chatId, topicId }, message) => {
        await slow();
        const place = `${chatId}${topicId === undefined ? '' : `:${topicId}`}`;
        const answered = message.replyTo === undefined ? '' : ` to ${message.replyTo}`;
        return answer(`send ${place}${answered} ${message.body.text}`);
      },
      edit: async (_, messageId, message) => answer(`edit ${messageId} ${message.body.text}`),
    };
    const members = createMembers({ redis, keys, adminUserIds: [] });
    chatBook = createChatBook({ redis, keys, members });
    const journal = createJournal({
      redis,
      keys,
      limits: { retentionMs: 86_400_000, perJob: 1_000 },
      newEpoch: () => 'e',
      now: systemClock.now,
    });
    const store = createOutboxStore({ redis, keys });
    approvals = approvalStore(redis, keys, waker);
    const pace = createPace({ redis, keys, callsPerSecond: 1_000 });
    const shared = { store, pace, channel, chatBook, journal, approvals, render, waker };
    const moveChat = createMoveChat({ redis, keys, waker });
    const settleOutcome = createSettleOutcome({
      ...shared,
      moveChat,
      clock: systemClock,
      log: silentLogger,
    });
    const clock = systemClock;
    visit = createVisitChat({ ...shared, settleOutcome, clock, defaultLocale: 'en' });
    const lease = createLease(redis, keys, 'router');
    const flowStore = createFlowStore({
      redis,
      blocking: redis,
      keys,
      lease: 'router',
      windowMs: 0,
    });
    commit = async (...effects) => {
      const fence = (await lease.hold()) ?? 0;
      const { revision } = await chatBook.audience();
      const from = await flowStore.position();
      const to = `${Number.parseInt(from, 10) + 1}-0`;
      expect((await flowStore.commit({ fence, revision, from, to, effects })).kind).toBe(
        'committed',
      );
    };
    append = async (count, sessionId = 'S1') => {
      const events = Array.from({ length: count }, () => candidate(anEvent({ sessionId })));
      const result = await journal.append({ candidates: events, deadLetters: [] });
      if (result.kind === 'moved') throw new Error('moved');
      return result.positions.map((position) => ({
        kind: 'gather',
        address: { chatId: CHAT },
        entry: { position: position ?? '', group: `session:${sessionId}`, weight: 'news' },
      }));
    };
  });

  const chat: Chat = {
    id: CHAT,
    kind: 'group',
    title: 'team',
    locale: 'en',
    level: 'all',
    subscriptions: [],
    sponsors: [],
  };
  const ask = (address = { chatId: CHAT }): Effect => ({
    kind: 'ask',
    request: aRequest('a1'),
    job: jobKey('p1', 'j1'),
    copies: [{ address, token: 'token' }],
  });

  it('sends one digest for all that was gathered', async () => {
    await commit(...(await append(3)), ...(await append(2, 'S2')));
    await visit(CHAT);
    expect(calls).toEqual(['send -42 S1: 3', 'send -42 S2: 2']);
  });

  it('shows a single event in full', async () => {
    await commit(...(await append(1)));
    await visit(CHAT);
    expect(calls).toEqual([expect.stringMatching(/^send -42 event /)]);
  });

  it('goes on after the part that was out when it was cut off', async () => {
    await commit(...(await append(2)), ...(await append(2, 'S2')));
    answers = [
      { kind: 'sent', messageId: 1 },
      { kind: 'unavailable', reason: '502' },
    ];
    await visit(CHAT);
    await kit.redis.del(`${keys.prefix}:pace:${CHAT}`);
    await visit(CHAT);
    expect(calls).toEqual(['send -42 S1: 2', 'send -42 S2: 2', 'send -42 S2: 2']);
  });

  it('pauses a flooded chat for as long as it is told, and loses nothing', async () => {
    await commit(...(await append(2)));
    answers = [{ kind: 'flood', retryAfterMs: 40 }];
    await visit(CHAT);
    expect(waker.wakes.at(-1)).toEqual({ chatId: CHAT, delayMs: 40 });
    await visit(CHAT);
    expect(calls).toHaveLength(1);
    await systemClock.sleep(60);
    await visit(CHAT);
    expect(calls).toEqual(['send -42 S1: 2', 'send -42 S1: 2']);
  });

  it.each(['unavailable', 'unknown'] as const)(
    'sends again what was %s, after a pause',
    async (kind) => {
      await commit(...(await append(2)));
      answers = [{ kind, reason: 'gone' }];
      await visit(CHAT);
      expect(waker.wakes.at(-1)?.delayMs).toBeGreaterThan(500);
      await visit(CHAT);
      expect(calls).toHaveLength(2);
    },
  );

  it('sets a chat that can not be reached to inactive, with the reason', async () => {
    await chatBook.update(CHAT, () => chat);
    await commit(...(await append(2)));
    answers = [{ kind: 'unreachable', reason: 'kicked' }];
    await visit(CHAT);
    await visit(CHAT);
    expect(calls).toHaveLength(1);
    expect((await chatBook.get(CHAT))?.inactive).toBe('kicked');
  });

  it('moves everything a group had to the supergroup that it became', async () => {
    await chatBook.update(CHAT, () => chat);
    await commit(...(await append(2)), ask());
    answers = [{ kind: 'migrated', to: -1042 }];
    await visit(CHAT);
    await visit(-1042);
    expect(calls.slice(1)).toEqual(['send -1042 approval a1 undefined', 'send -1042 S1: 2']);
    expect(await chatBook.get(CHAT)).toBeUndefined();
    expect(await chatBook.get(-1042)).toEqual({ ...chat, id: -1042 });
    expect(await kit.redis.keys(`${keys.prefix}:out:-42:*`)).toEqual([]);
  });

  it('falls back to the chat when the topic is gone', async () => {
    await commit(ask({ chatId: CHAT, topicId: 5 } as { chatId: number }));
    answers = [{ kind: 'no-topic' }];
    await visit(CHAT);
    expect(calls).toEqual(['send -42:5 approval a1 undefined', 'send -42 approval a1 undefined']);
  });

  it('reminds of a request in answer to the message that shows it, while it is open', async () => {
    const terms = { ...PLAIN_TERMS, remindAt: [1_000, 2_000] };
    await commit({ ...ask(), request: aRequest('a1', { terms }) } as Effect);
    await visit(CHAT);
    await approvals.remind({ approvalId: 'a1', count: 1 }, []);
    await approvals.remind({ approvalId: 'a1', count: 2 }, []);
    await visit(CHAT);
    expect(calls).toEqual(['send -42 approval a1 undefined', 'send -42 to 101 reminder of a1']);
  });

  it('reminds of nothing that was settled before the reminder went out', async () => {
    const terms = { ...PLAIN_TERMS, remindAt: [1_000] };
    await commit({ ...ask(), request: aRequest('a1', { terms }) } as Effect);
    await visit(CHAT);
    await approvals.remind({ approvalId: 'a1', count: 1 }, []);
    const outcome = { status: 'canceled', at: '2026-03-02T09:01:00.000Z' } as const;
    await commit({ kind: 'withdraw', job: jobKey('p1', 'j1'), outcome });
    await visit(CHAT);
    expect(calls.slice(1)).toEqual(['edit 101 approval a1 canceled']);
  });

  it('sends a message anew when the one to edit is gone', async () => {
    await outbox.live({ chatId: CHAT }, 'tail/j1', text('one'));
    await visit(CHAT);
    await outbox.live({ chatId: CHAT }, 'tail/j1', text('two'));
    answers = [{ kind: 'gone' }, { kind: 'sent', messageId: 200 }];
    await kit.redis.del(`${keys.prefix}:pace:${CHAT}`);
    await visit(CHAT);
    await outbox.live({ chatId: CHAT }, 'tail/j1', text('three'));
    await kit.redis.del(`${keys.prefix}:pace:${CHAT}`);
    await visit(CHAT);
    expect(calls).toEqual(['send -42 one', 'edit 101 two', 'send -42 two', 'edit 200 three']);
  });

  it('does not let a message that Telegram refuses hold up the rest', async () => {
    await outbox.post({ chatId: CHAT }, text('bad'));
    await commit(...(await append(2)));
    answers = [{ kind: 'refused', reason: 'too long' }];
    await visit(CHAT);
    expect(calls).toEqual(['send -42 bad', 'send -42 S1: 2']);
  });

  it('keeps its visit while Telegram takes its time', async () => {
    await outbox.post({ chatId: CHAT }, text('slow'));
    const lock = `${keys.prefix}:out:${CHAT}:visit`;
    let leftMs = 0;
    slow = async () => {
      await kit.redis.pexpire(lock, 1_900);
      await systemClock.sleep(1_800);
      leftMs = await kit.redis.pttl(lock);
    };
    await visit(CHAT);
    expect(leftMs).toBeGreaterThan(3_000);
    expect(calls).toEqual(['send -42 slow']);
  });

  it('tells when to come back, once the pace is used up', async () => {
    for (const at of [1, 2, 3, 4]) await outbox.post({ chatId: CHAT }, text(`answer ${at}`));
    waker.wakes.length = 0;
    await visit(CHAT);
    expect(calls).toHaveLength(3);
    expect(waker.wakes).toEqual([{ chatId: CHAT, delayMs: expect.any(Number) }]);
    expect(waker.wakes[0]?.delayMs).toBeGreaterThan(2_000);
  });
});
