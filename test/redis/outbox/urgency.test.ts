// What is urgent, of all that a chat may get: it keeps the calls that news may not use, and it goes out while
// the news of the chat rest.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OutboxItem } from '../../../src/deliver/outbox-store.ts';
import type { Urgency } from '../../../src/deliver/pace.ts';
import { aJob } from '../../helpers/memory-job-board.ts';
import { PLAIN_TERMS } from '../../helpers/plain-terms.ts';
import { forgetPace, openVisit, type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { aRequest, aVote, voteStep } from '../../helpers/requests.ts';
import { beginCard, CHAT, createDelivery, type Delivery, letRead, READER } from './delivery-kit.ts';
import { text } from './say.ts';

let kit: RedisKit;
let delivery: Delivery;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(() => {
  const lists = { redraw: async () => ({ message: text('list'), list: LIST }) };
  delivery = createDelivery(kit, { lists });
});

const LIST = { token: 't1', stands: {} };

async function ask(): Promise<void> {
  const terms = { ...PLAIN_TERMS, remindAt: [1_000] };
  const copies = [{ address: { chatId: CHAT }, token: 'token' }];
  await delivery.commit({ kind: 'ask', request: aRequest('a1', { terms }), copies });
}

interface Row {
  readonly kind: OutboxItem['kind'];
  readonly urgency: Urgency;
  readonly queue: () => Promise<unknown>;
}

interface Named {
  readonly name: string;
}

/** A row for each kind there is. */
const ROWS: Record<OutboxItem['kind'], Omit<Row, 'kind'>> = {
  approval: { urgency: 'urgent', queue: ask },
  bundle: {
    urgency: 'urgent',
    async queue() {
      const copies = [{ address: { chatId: CHAT }, token: 'token' }];
      await delivery.commit(
        { kind: 'ask', request: aRequest('b1'), copies },
        { kind: 'ask', request: aRequest('b2'), copies },
      );
    },
  },
  reminder: {
    urgency: 'urgent',
    async queue() {
      await ask();
      await delivery.visit(CHAT);
      await delivery.approvals.remind({ approvalId: 'a1', count: 1 }, []);
    },
  },
  reply: {
    urgency: 'urgent',
    queue: () => delivery.outbox.post({ chatId: CHAT }, text('answer')),
  },
  log: {
    urgency: 'urgent',
    queue: () => delivery.outbox.wholeLog({ chatId: CHAT }, { jobId: 'j1', by: READER }),
  },
  window: {
    urgency: 'news',
    queue: async () => delivery.commit(...(await delivery.append(2))),
  },
  card: {
    urgency: 'news',
    queue: () => beginCard(delivery, aJob({ id: 'j1' })),
  },
  alert: {
    urgency: 'news',
    async queue() {
      const [told] = await delivery.append(1);
      if (told?.kind !== 'gather') throw new Error('nothing was appended');
      const { position } = told.entry;
      await delivery.commit({ ...told, entry: { ...told.entry, weight: 'alert' } });
      await delivery.visit(CHAT);
      await delivery.alerts.see(position, { name: 'Ana', at: '2026-03-02T09:00:00.000Z' });
      await letRead(delivery, CHAT);
      await forgetPace(kit.redis, delivery.keys);
    },
  },
  list: {
    urgency: 'news',
    async queue() {
      await ask();
      await delivery.outbox.post({ chatId: CHAT }, text('list'), {
        list: { ...LIST, stands: { a1: '0' } },
      });
      await delivery.visit(CHAT);
      const approval = { request: aRequest('a1'), votes: [] };
      await delivery.approvals.step(voteStep(approval, aVote('ana')));
      await delivery.visit(CHAT);
      const later = delivery.keys.outLater(CHAT);
      await kit.redis.zadd(later, 'XX', '1', `list/${CHAT}/${LIST.token}`);
      await forgetPace(kit.redis, delivery.keys);
    },
  },
  live: {
    urgency: 'urgent',
    queue: () => delivery.outbox.live({ chatId: CHAT }, 'tail/j1', text('line')),
  },
};

const SHOWN: Row = {
  kind: 'live',
  urgency: 'news',
  async queue() {
    await ROWS.live.queue();
    await delivery.visit(CHAT);
    await ROWS.live.queue();
    await forgetPace(kit.redis, delivery.keys);
  },
};

const rows = [
  ...Object.entries(ROWS).map(([kind, row]) => ({ name: kind, kind, ...row }) as Row & Named),
  { name: 'live that is shown already', ...SHOWN },
];

describe.each(rows)('an item of the kind $name', ({ kind, urgency, queue }) => {
  const REST_MS = 60_000;

  it(`is sent as ${urgency}`, async () => {
    await queue();
    delivery.urgencies.length = 0;
    await delivery.visit(CHAT);
    expect(delivery.urgencies).toEqual([urgency]);
  });

  it(`${urgency === 'news' ? 'waits' : 'does not wait'} while the news of its chat rest`, async () => {
    await queue();
    const { store } = delivery;
    await store.rest(CHAT, REST_MS);
    const next = await store.next(await openVisit(store, CHAT));
    if (urgency === 'urgent') {
      expect(next).toMatchObject({ kind: 'item', item: { kind } });
    } else {
      expect(next).toMatchObject({ kind: 'idle', urgency });
      expect(next.kind === 'idle' && next.nextMs).toBeGreaterThan(REST_MS - 5_000);
    }
  });
});

it('lets the news of a chat rest after a message that the bot may not write there', async () => {
  await ROWS.reply.queue();
  await ROWS.window.queue();
  delivery.said.answer = () => ({ kind: 'not-allowed', reason: 'CHAT_WRITE_FORBIDDEN' });
  await delivery.visit(CHAT);
  expect(delivery.calls).toEqual(['send -42 answer']);
  await forgetPace(kit.redis, delivery.keys);
  await delivery.visit(CHAT);
  expect(delivery.calls.slice(1)).toEqual(['send -42 S1: 2']);
});
