// Lists of /approvals on a real Redis: what becomes of a request on one shows there, wherever it was decided.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { jobKey } from '../../../src/jobs/job-key.ts';
import type { Message } from '../../../src/message/message.ts';
import { PLAIN_TERMS } from '../../helpers/plain-terms.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { aRequest, aVote, timeoutStep, voteStep } from '../../helpers/requests.ts';
import { REFUSED } from './delivery-kit.ts';
import { ANA, createListKit, type ListKit } from './list-kit.ts';
import { text } from './say.ts';

const CHAT = ANA;

let redisKit: RedisKit;
let kit: ListKit;
beforeAll(async () => {
  redisKit = await startRedisKit();
});
afterAll(() => redisKit.server.stop());
beforeEach(async () => {
  kit = await createListKit(redisKit);
  for (const id of ['a1', 'a2', 'a3']) await kit.ask(id);
});

const pending = (id: string) => ({ request: aRequest(id), votes: [] });
const edits = () => kit.delivery.calls.filter((call) => call.startsWith('edit'));
const buttonsOf = (message: Message | undefined) =>
  (message?.buttons ?? []).flat().map(({ label }) => label);

describe('a list that somebody reads', () => {
  const at = '2026-03-02T09:02:00.000Z';
  const statement = {
    ...{ key: 'a2', approvalId: 'a2', source: 'the console' },
    outcome: { status: 'approved', at, elsewhere: { source: 'the console' } },
  } as const;
  const canceled = { status: 'canceled', at } as const;
  const via = (name: 'telegram' | 'web' | 'cli') => {
    const vote = aVote('ben', 'deny');
    return voteStep(pending('a2'), { ...vote, by: { ...vote.by, via: name } });
  };

  it.each([
    ['in another chat', () => kit.delivery.approvals.step(via('telegram')), /ben denied this/],
    ['on the web', () => kit.delivery.approvals.step(via('web')), /ben denied this/],
    ['on the command line', () => kit.delivery.approvals.step(via('cli')), /ben denied this/],
    ['by its time', () => kit.expire('a2', timeoutStep(pending('a2'))), /time ran out/],
    [
      'on the bus',
      () => kit.delivery.commit({ kind: 'settle', statement }),
      /approved.* the console/i,
    ],
    [
      'by the end of its job',
      () =>
        kit.delivery.commit({
          kind: 'withdraw',
          job: jobKey('p1', 'job of a2'),
          outcome: canceled,
        }),
      /job ended/i,
    ],
  ])(
    'shows that a request was decided %s, under the number that it had',
    async (_, decide, said) => {
      await kit.answer();
      await decide();
      await kit.later();
      expect(edits()).toHaveLength(1);
      const shown = kit.lines();
      expect(shown.get('2')).toMatch(/^run a2: /);
      expect(shown.get('2')).toMatch(said);
      expect([shown.get('1'), shown.get('3')]).toEqual([
        expect.stringMatching(/^run a1 /),
        expect.stringMatching(/^run a3 /),
      ]);
      expect(buttonsOf(kit.delivery.messages.at(-1))).toEqual(['☐ 1', '🔍 1', '☐ 3', '🔍 3']);
    },
  );

  it('shows a vote that does not decide yet', async () => {
    const terms = { ...PLAIN_TERMS, required: 2 };
    await kit.ask('a4', { terms });
    await kit.answer();
    await kit.delivery.approvals.step(
      voteStep({ request: aRequest('a4', { terms }), votes: [] }, aVote('ben')),
    );
    await kit.later();
    expect(edits().at(-1)).toContain('1 of 2');
  });

  it('shows what became of a request that waited for others, and has no number', async () => {
    await kit.ask('a4', { requestedBy: { id: String(ANA) } });
    await kit.answer();
    await kit.delivery.approvals.step(voteStep(pending('a4'), aVote('ben')));
    await kit.later();
    expect(edits().at(-1)).toMatch(/No longer waiting for you\nrun a4: ben approved/);
    await kit.delivery.approvals.step(voteStep(pending('a1'), aVote('ben')));
    await kit.later();
    expect(edits().at(-1)).toMatch(/run a4: .*approved/i);
  });

  it('gives no number to another request, whatever is asked and decided meanwhile', async () => {
    await kit.answer();
    for (const id of ['a2', 'a1', 'a3']) {
      await kit.ask(`before ${id}`, { expiresAt: new Date(Date.now() + 60_000).toISOString() });
      await kit.delivery.approvals.step(voteStep(pending(id), aVote('ben')));
      await kit.later();
      for (const at of ['1', '2', '3']) expect(kit.lines().get(at)).toMatch(`run a${at}`);
      expect(kit.lines().size).toBe(3);
    }
    expect(edits()).toHaveLength(3);
  });

  it('can pick no request by a number under which its words have changed', async () => {
    await kit.answer();
    await kit.ask('a2', { action: 'rm -rf /', eventId: 'again' });
    await kit.later();
    expect(kit.lines().get('2')).toMatch(/^rm -rf \//);
    expect(buttonsOf(kit.delivery.messages.at(-1))).toEqual(['☐ 1', '🔍 1', '🔍 2', '☐ 3', '🔍 3']);
  });

  it('is up to date after a restart', async () => {
    await kit.answer();
    const other = await createListKit(redisKit, kit.keys);
    await other.delivery.approvals.step(voteStep(pending('a1'), aVote('ben')));
    await other.later();
    expect(other.delivery.calls).toEqual([expect.stringMatching(/^edit 101 [\s\S]*1\. run a1: /)]);
  });

  it('holds up neither answer nor decision where it can not be kept', async () => {
    await redisKit.redis.set(kit.keys.approvalLists('a1'), 'written by somebody else');
    await kit.answer();
    await kit.delivery.visit(CHAT);
    expect(kit.delivery.calls).toHaveLength(1);
    const step = voteStep(pending('a1'), aVote('ben'));
    expect(await kit.delivery.approvals.step(step)).toMatchObject({ kind: 'made' });
  });

  it('keeps what was picked', async () => {
    const token = await kit.answer();
    await kit.selections.pick(token, 0, true);
    await kit.delivery.approvals.step(voteStep(pending('a2'), aVote('ben')));
    await kit.later();
    expect(buttonsOf(kit.delivery.messages.at(-1))).toContain('✅ Approve selected (1)');
  });
});

describe('the changes of a list', () => {
  const decide = (id: string) => kit.delivery.approvals.step(voteStep(pending(id), aVote('ben')));

  it('go out two seconds after the last one, merged', async () => {
    await kit.answer();
    await decide('a1');
    await decide('a2');
    await kit.delivery.visit(CHAT);
    expect(edits()).toEqual([]);
    expect(await kit.intervalMs()).toBe(2_000);
    await kit.later();
    await kit.later();
    expect(edits()).toHaveLength(1);
    expect(kit.lines().get('1')).toMatch(/^run a1: /);
    expect(kit.lines().get('2')).toMatch(/^run a2: /);
    await decide('a3');
    expect(await kit.intervalMs()).toBe(2_000);
  });

  it('wait for requests and answers', async () => {
    await kit.answer();
    await decide('a1');
    await kit.due();
    await kit.ask('a4', { copies: [{ address: { chatId: CHAT }, token: 't4' }] });
    await kit.delivery.outbox.post({ chatId: CHAT }, text('answer'));
    kit.delivery.calls.length = 0;
    await kit.drain();
    expect(kit.delivery.calls.map((call) => call.split(' ').slice(0, 3).join(' '))).toEqual([
      `send ${CHAT} approval`,
      `send ${CHAT} answer`,
      expect.stringMatching(/^edit 101/),
    ]);
  });

  it.each(['before it was sent', 'while it was sent'])('show what was decided %s', async (when) => {
    if (when === 'before it was sent') kit.beforePost = () => decide('a1');
    else {
      kit.delivery.said.slow = async () => {
        kit.delivery.said.slow = async () => {};
        await decide('a1');
      };
    }
    await kit.answer();
    await kit.later();
    expect(kit.lines().get('1')).toMatch(/^run a1: /);
    expect(edits()).toHaveLength(1);
  });

  it('are not repeated where the answer to a tap shows them already', async () => {
    const token = await kit.answer();
    await decide('a1');
    await kit.tapped(token);
    await kit.delivery.visit(CHAT);
    await kit.later();
    expect(edits()).toHaveLength(1);
    expect(await redisKit.redis.zcard(kit.keys.outLater(CHAT))).toBe(0);
  });

  it('wait while nobody can reach the chat, and come when it is back', async () => {
    await kit.answer();
    await decide('a1');
    await kit.delivery.chatBook.deactivate(CHAT, 'blocked');
    await kit.later();
    await kit.delivery.visit(CHAT);
    expect(edits()).toEqual([]);
    await kit.isBack();
    await kit.delivery.outbox.post({ chatId: CHAT }, text('hello again'));
    await kit.later();
    expect(kit.lines().get('1')).toMatch(/^run a1: /);
  });
});

describe('a list is forgotten', () => {
  const decide = (id: string) => kit.delivery.approvals.step(voteStep(pending(id), aVote('ben')));

  async function expectNothingKept(): Promise<void> {
    const { keys } = kit;
    const left = [keys.outLists(CHAT), keys.outLater(CHAT), keys.outMessages(CHAT)];
    expect(await redisKit.redis.exists(...left, keys.outChanged(CHAT), keys.outAside(CHAT))).toBe(
      0,
    );
    const called = kit.delivery.calls.length;
    await decide('a3');
    await kit.later();
    expect(kit.delivery.calls).toHaveLength(called);
    expect(await redisKit.redis.exists(keys.due)).toBe(0);
  }

  it.each([{ kind: 'gone' } as const, REFUSED, { kind: 'no-topic' } as const])(
    'when its message is not there any more, or can not be changed: $kind',
    async (answer) => {
      await kit.answer();
      kit.delivery.answers.push(answer);
      await decide('a1');
      await kit.later();
      expect(edits()).toHaveLength(1);
      await expectNothingKept();
      expect(kit.delivery.log.lines.filter(({ level }) => level !== 'debug')).toEqual([]);
    },
  );

  it('a day after it was used last', async () => {
    const token = await kit.answer();
    await redisKit.redis.del(kit.keys.selection(token));
    await decide('a1');
    await kit.later();
    expect(edits()).toEqual([]);
    await expectNothingKept();
  });

  it('when whoever asked for it may see nothing any more', async () => {
    kit = await createListKit(redisKit, kit.keys);
    await kit.answer();
    const without = await createListKit(redisKit, kit.keys, { adminUserIds: [] });
    await decide('a1');
    await without.later();
    expect(without.delivery.calls).toEqual([]);
    await expectNothingKept();
  });

  it('for newer ones: a chat has five', async () => {
    for (let at = 0; at < 7; at += 1) await kit.answer();
    await decide('a1');
    await kit.later();
    const changed = edits().map((call) => call.split(' ')[1]);
    expect(changed.sort()).toEqual(['103', '104', '105', '106', '107']);
    expect(await redisKit.redis.zcard(kit.keys.outLists(CHAT))).toBe(5);
  });

  it('by each request with it, so that somebody who asks for lists all day costs nobody more', async () => {
    for (let at = 0; at < 7; at += 1) await kit.answer();
    const found = ['a1', 'a2', 'a3'].map((id) => redisKit.redis.scard(kit.keys.approvalLists(id)));
    expect(await Promise.all(found)).toEqual([5, 5, 5]);
  });

  it('by every request it showed, once these are decided or a day has passed', async () => {
    await kit.answer();
    expect(await redisKit.redis.pttl(kit.keys.approvalLists('a1'))).toBeGreaterThan(86_000_000);
    for (const id of ['a1', 'a2', 'a3']) await decide(id);
    await kit.later();
    const found = ['a1', 'a2', 'a3'].map((id) => kit.keys.approvalLists(id));
    expect(await redisKit.redis.exists(...found)).toBe(0);
  });
});
