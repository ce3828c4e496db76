// The whole of a request is in the chat before anybody can approve it there, whatever is cut off.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ApprovalRequest } from '../../../src/approvals/approval.ts';
import { mayApprove } from '../../../src/deliver/shown.ts';
import { jobKey } from '../../../src/jobs/job-key.ts';
import type { Message } from '../../../src/message/message.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { aRequest, aVote, voteStep } from '../../helpers/requests.ts';
import { render } from '../../message/speaking.ts';
import { CHAT, createDelivery, type Delivery } from './delivery-kit.ts';
import { text } from './say.ts';

const TOKEN = 'abcdefghijklmnopqrstuv';
const ANA = 1001;
const LONG = Array.from({ length: 300 }, (_, at) => `kubectl delete pod web-${at}`).join('\n');
const HUGE = LONG.repeat(3);

let kit: RedisKit;
let delivery: Delivery;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(() => {
  delivery = createDelivery(kit, { render, adminUserIds: [ANA] });
});

const open = (fields: Partial<ApprovalRequest>) =>
  delivery.commit({
    kind: 'ask',
    request: aRequest('a1', fields, { required: 2, remindAt: [1_000] }),
    job: jobKey('p1', 'j1'),
    copies: [{ address: { chatId: CHAT }, token: TOKEN }],
  });

/** What each call was about: a part, a file, the request. */
const kinds = () =>
  delivery.messages.map((message, at) => {
    const verb = delivery.calls[at]?.split(' ')[0];
    return `${verb} ${kindOf(message)}`;
  });

function kindOf(message: Message): string {
  if (message.document !== undefined) return 'file';
  const part = /part (\d) of/.exec(message.body.text)?.[1];
  if (part !== undefined) return `part ${part}`;
  return mayApprove(message) ? 'request' : 'request without approve';
}

async function change(fields: Partial<ApprovalRequest>): Promise<void> {
  const request = aRequest('a1', fields, { required: 2 });
  const { keys, approvals } = delivery;
  await kit.redis.hset(keys.approval('a1'), 'request', JSON.stringify(request));
  const approval = await approvals.get('a1');
  if (approval === undefined) throw new Error('no a1');
  await approvals.step(voteStep(approval, aVote('ben')));
}

describe('a request', () => {
  it('has its parts before it, once, and is then changed alone', async () => {
    await open({ action: LONG });
    await delivery.later();
    await delivery.later();
    expect(kinds()).toEqual(['send part 1', 'send part 2', 'send part 3', 'send request']);
    await change({ action: LONG });
    await delivery.later();
    expect(kinds().slice(4)).toEqual(['edit request']);
  });

  it('goes on after the part that was out when it was cut off', async () => {
    await open({ action: LONG });
    delivery.answers.push({ kind: 'sent', messageId: 1 }, { kind: 'unknown', reason: 'cut' });
    await delivery.later();
    expect(kinds()).toEqual(['send part 1', 'send part 2']);
    await delivery.later();
    await delivery.later();
    expect(kinds().slice(2)).toEqual(['send part 2', 'send part 3', 'send request']);
  });

  it('is shown anew when it is another one, and the message of the former one says so', async () => {
    await open({ action: LONG });
    await delivery.later();
    await delivery.later();
    await open({ action: LONG.replaceAll('web', 'api'), eventId: 'another event' });
    for (let at = 0; at < 3; at += 1) await delivery.later();
    const since = delivery.calls
      .slice(4)
      .map((call, at) => `${call.split(' ')[0]} ${kinds()[at + 4]}`);
    expect(since.toSorted()).toEqual([
      'edit edit request without approve',
      'send send part 1',
      'send send part 2',
      'send send part 3',
      'send send request',
    ]);
    const former = delivery.messages.find((_, at) => delivery.calls[at]?.startsWith('edit 104'));
    expect(former?.body.text).toContain('🔁 Changed');
    expect(delivery.messages.at(-1)?.body.text).toContain('✏️ Changed');
    expect(delivery.messages.at(-1)?.body.text).toContain('pod api-0');
  });

  it('has a file before it', async () => {
    await open({ action: HUGE });
    await delivery.later();
    expect(kinds()).toEqual(['send file', 'send request']);
    expect(delivery.messages[0]?.document?.text).toContain('web-299');
  });

  it.each([
    { kind: 'not-allowed', reason: 'not enough rights to send documents to the chat' },
    { kind: 'refused', reason: 'DOCUMENT_INVALID' },
  ] as const)('can not be approved where its file is $kind; an admin gets it', async (outcome) => {
    await delivery.chatBook.update(ANA, () => ({
      ...{ id: ANA, kind: 'private', title: 'Ana', locale: 'en', level: 'all' },
      ...{ subscriptions: [], sponsors: [] },
    }));
    await open({ action: HUGE });
    delivery.answers.push(outcome);
    await delivery.later();
    expect(kinds()).toEqual(['send file', 'send request without approve']);
    await delivery.later(ANA);
    expect(kinds().slice(2)).toEqual(['send file', 'send request']);
    expect(delivery.messages.at(-1)?.body.text).toContain('could not be shown in -42');
    await change({ action: HUGE });
    await delivery.later();
    expect(kinds().at(-1)).toBe('edit request without approve');
  });

  it('is reminded of with its buttons where the whole is shown', async () => {
    await open({ action: LONG });
    await delivery.later();
    await delivery.later();
    await delivery.approvals.remind({ approvalId: 'a1', count: 1 }, []);
    await delivery.later();
    expect(kinds().at(-1)).toBe('send request');
    expect(delivery.messages.at(-1)).toMatchObject({ replyTo: 104, silent: false });
  });

  it('is reminded of without buttons where it is not, or is another one by now', async () => {
    await open({ action: LONG });
    await delivery.later();
    await delivery.later();
    const { keys, approvals } = delivery;
    await kit.redis.hset(keys.approval('a1'), 'version', 2);
    await approvals.remind({ approvalId: 'a1', count: 1 }, []);
    await delivery.later();
    expect(delivery.calls.at(-1)).toMatch(/^send -42 to 104 🔔/);
    expect(delivery.messages.at(-1)?.buttons).toBeUndefined();
  });

  it('sends no part of what was settled before it was shown', async () => {
    await open({ action: LONG });
    const outcome = { status: 'canceled', at: '2026-03-02T09:01:00.000Z' } as const;
    await delivery.commit({ kind: 'withdraw', job: jobKey('p1', 'j1'), outcome });
    await delivery.later();
    expect(kinds()).toEqual(['send request without approve']);
  });

  it('lets the chat go on with other things between its parts', async () => {
    await open({ action: LONG });
    await delivery.outbox.post({ chatId: CHAT }, text('an answer'));
    for (let at = 0; at < 3; at += 1) await delivery.later();
    expect(delivery.calls.at(-1)).toBe('send -42 an answer');
  });

  it('is opened whole in a place that does not show it, once', async () => {
    await open({ action: LONG });
    const there = { chatId: ANA };
    await delivery.copies.open('a1', there, `${TOKEN}-2`);
    await delivery.later(ANA);
    expect(kinds()).toEqual(['send part 1', 'send part 2', 'send part 3', 'send request']);
    await delivery.copies.open('a1', there, `${TOKEN}-3`);
    await delivery.later(ANA);
    expect(kinds().slice(4)).toEqual(['send request']);
    expect(delivery.calls.at(-1)).toMatch(/^send 1001 to 104 🔔/);
  });

  it('is not opened when it is settled, or unknown', async () => {
    await open({});
    const outcome = { status: 'canceled', at: '2026-03-02T09:01:00.000Z' } as const;
    await delivery.commit({ kind: 'withdraw', job: jobKey('p1', 'j1'), outcome });
    for (const id of ['a1', 'a2']) await delivery.copies.open(id, { chatId: ANA }, TOKEN);
    await delivery.later(ANA);
    expect(kinds()).toEqual([]);
  });
});
