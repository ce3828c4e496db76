import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { APPROVAL_ACTION } from '../../../src/message/notice.ts';
import type { Simulator } from '../../../src/simulator/simulator.ts';
import { PLAIN_TERMS } from '../../helpers/plain-terms.ts';
import { ownMs } from '../../helpers/stopwatch.ts';
import { aRequest } from '../decisions/a-request.ts';
import {
  ANA,
  BEN,
  DAN,
  type Edge,
  GROUP,
  hasty,
  type Started,
  type Stores,
  show,
  startGroup,
  TOKEN,
  TOPIC,
  until,
} from '../edge.ts';

const APPROVE = 0;
const DENY = 1;

let started: Started;
let simulator: Simulator;
let stores: Stores;
let edge: Edge;
let shown: number;

beforeEach(async () => {
  started = await startGroup();
  ({ simulator, stores, edge } = started);
  shown = await show(aRequest(), { ...started, address: { chatId: GROUP, topicId: TOPIC } });
});

afterEach(() => started.stop());

const tap = (personId: number, column: number) =>
  simulator.world.tap({ chatId: GROUP, messageId: shown, personId, column });
const send = (personId: number, data: string, messageId = shown) =>
  simulator.world.tap({ chatId: GROUP, messageId, personId, data });
const outcome = async () => (await stores.approvals.get('ap-1'))?.outcome;

describe('a tap on an approval', () => {
  it('decides it and says so', async () => {
    expect(await tap(BEN, APPROVE)).toEqual({ text: '✅ Approved', showAlert: false });
    expect(await outcome()).toMatchObject({
      status: 'approved',
      by: { id: '1002', name: 'Ben', via: 'telegram' },
    });
    expect(stores.approvals.announced).toHaveLength(1);
  });

  it.each(['approve', 'approveWithNote', 'approveAlike'] as const)(
    'that was sent without a button (%s) approves nothing that is not shown in full',
    async (wants) => {
      const bare = { body: { text: 'x', spans: [] }, silent: true };
      const sent = await edge.channel.send({ chatId: GROUP, topicId: TOPIC }, bare);
      if (sent.kind !== 'sent') throw new Error(sent.kind);
      const forge = (data: string) => send(BEN, data, sent.messageId);
      const forged = APPROVAL_ACTION[wants](TOKEN, 1);
      stores.copies.seen('ap-1', GROUP, { isWhole: false });
      const { text, showAlert } = await forge(forged);
      expect([text, showAlert]).toEqual([expect.stringContaining('not show the whole'), true]);
      stores.copies.seen('ap-1', GROUP, { version: 0 });
      expect((await forge(forged)).text).toContain('not show the whole');
      expect(await outcome()).toBeUndefined();
      expect((await tap(BEN, DENY)).text).toBe('❌ Denied');
      expect((await forge(forged)).text).toBe('You denied this just now.');
    },
  );

  it('on an existing button counts, even before it is recorded what was shown', async () => {
    stores.copies.seen('ap-1', GROUP, { isWhole: false });
    expect((await tap(BEN, APPROVE)).text).toBe('✅ Approved');
  });

  it('denies it as well', async () => {
    expect((await tap(ANA, DENY)).text).toBe('❌ Denied');
    expect((await outcome())?.status).toBe('denied');
  });

  it('that comes too late is answered with who decided, when and what', async () => {
    await tap(BEN, DENY);
    const { text, showAlert } = await tap(ANA, APPROVE);
    expect(showAlert).toBe(true);
    expect(text).toMatch(/^Ben denied this at \d\d:\d\d UTC; that stands\.$/);
    expect(stores.approvals.announced).toHaveLength(1);
  });

  it('by somebody without a role is answered with their user id and changes nothing', async () => {
    const { text, showAlert } = await tap(DAN, APPROVE);
    expect(showAlert).toBe(true);
    expect(text).toContain('1004');
    expect(await outcome()).toBeUndefined();
    expect(stores.approvals.audits).toMatchObject([{ what: 'refused', why: 'role', id: '1004' }]);
  });

  it('by a viewer is answered with who may decide', async () => {
    await stores.members.grant(DAN, { role: 'viewer' });
    expect((await tap(DAN, APPROVE)).text).toContain('only an approver of acme/web');
    expect(await outcome()).toBeUndefined();
  });

  it('by the requester is refused', async () => {
    const own = aRequest({ id: 'ap-2', requestedBy: { id: '1002' } });
    const address = { chatId: BEN };
    stores.approvals.open(own, [{ address, token: `${TOKEN}-2` }]);
    const data = APPROVAL_ACTION.approve(`${TOKEN}-2`, 1);
    const sent = await edge.channel.send(address, {
      body: { text: 'x', spans: [] },
      buttons: [[{ label: 'x', action: data }]],
      silent: true,
    });
    if (sent.kind !== 'sent') throw new Error(sent.kind);
    const { messageId } = sent;
    const answer = await simulator.world.tap({ chatId: BEN, messageId, personId: BEN });
    expect(answer.text).toContain('selbst darum gebeten');
    expect(answer.showAlert).toBe(true);
    expect((await stores.approvals.get('ap-2'))?.outcome).toBeUndefined();
  });

  it('that counts, but is not enough, is answered with the count; twice, that it counted already', async () => {
    const terms = { ...PLAIN_TERMS, required: 2 };
    stores.approvals.open(aRequest({ id: 'ap-2', terms }), [
      { address: { chatId: GROUP }, token: `${TOKEN}-2` },
    ]);
    const approve = APPROVAL_ACTION.approve(`${TOKEN}-2`, 1);
    const counts = '🗳️ Your approval counts: 1 of 2. It is not decided yet.';
    expect(await send(ANA, approve)).toEqual({ text: counts, showAlert: false });
    const again = await send(ANA, approve);
    expect(again.text).toContain('counts already: 1 of 2');
    expect(again.showAlert).toBe(true);
    expect(await send(BEN, approve)).toEqual({ text: '✅ Approved', showAlert: false });
    expect(stores.approvals.announced).toMatchObject([
      { data: { approvers: [{ id: '1001' }, { id: '1002' }] } },
    ]);
  });

  it('by an approver whom the policy does not name is answered with who may decide', async () => {
    const terms = { ...PLAIN_TERMS, approvers: { roles: [], users: ['1001'] } };
    stores.approvals.open(aRequest({ id: 'ap-2', terms }), [
      { address: { chatId: GROUP }, token: `${TOKEN}-2` },
    ]);
    const approve = APPROVAL_ACTION.approve(`${TOKEN}-2`, 1);
    expect((await send(BEN, approve)).text).toContain('Only these may decide this: 1 named person');
    expect((await send(ANA, approve)).text).toBe('✅ Approved');
  });

  it('with a forged, foreign or senseless button changes nothing', async () => {
    const elsewhere = 'elsewhere-elsewhere-22';
    stores.approvals.open(aRequest({ id: 'ap-3' }), [
      { address: { chatId: ANA }, token: elsewhere },
    ]);
    const forged = [
      APPROVAL_ACTION.approve('guessed-guessed-guessed', 1),
      APPROVAL_ACTION.approve(elsewhere, 1),
      `v:${TOKEN}:x`,
      'nonsense',
    ];
    for (const data of forged) {
      const { text, showAlert } = await send(ANA, data);
      expect(showAlert).toBe(true);
      expect(text).toContain('Nothing was changed');
    }
    expect(stores.approvals.announced).toEqual([]);
    expect((await stores.approvals.get('ap-3'))?.outcome).toBeUndefined();
  });

  it('adopts its message as a copy of the request', async () => {
    await tap(DAN, APPROVE);
    expect(stores.approvals.adopted).toEqual([
      { approvalId: 'ap-1', address: { chatId: GROUP, topicId: TOPIC }, messageId: shown },
    ]);
  });

  it('adopts no other message of the bot, whatever an app sends', async () => {
    const other = await edge.channel.send(
      { chatId: GROUP },
      { body: { text: 'a log', spans: [] }, silent: true },
    );
    if (other.kind !== 'sent') throw new Error(other.kind);
    expect((await send(ANA, APPROVAL_ACTION.approve(TOKEN, 1), other.messageId)).text).toBe(
      '✅ Approved',
    );
    expect(stores.approvals.adopted).toEqual([]);
  });

  it('counts once when ten people tap at the same time', async () => {
    const taps = Array.from({ length: 10 }, (_, at) => tap(at % 2 === 0 ? ANA : BEN, at % 2));
    const texts = (await Promise.all(taps)).map(({ text }) => text);
    expect(texts.filter((text) => text === '✅ Approved')).toHaveLength(1);
    expect(texts.filter((text) => /^(Ana|You) approved this/.test(text))).toHaveLength(9);
    expect(stores.approvals.announced).toHaveLength(1);
  });
});

describe('while Redis is away, a tap', () => {
  it.each(['failing', 'hanging'] as const)(
    'is answered within a second and counts when Redis is back (%s)',
    async (how) => {
      stores.redis.begin(how);
      const tapped = Promise.all([tap(BEN, APPROVE), tap(ANA, DENY)]);
      expect(await ownMs(() => tapped)).toBeLessThan(1_000);
      const [first, second] = await tapped;
      expect(first).toEqual({ text: 'Angekommen. Wird gespeichert …', showAlert: false });
      expect(second.text).toBe('Received. Saving …');
      expect(await outcome()).toBeUndefined();
      stores.redis.end();
      // A late result is posted in the chat, since the tap was already answered.
      const told = await simulator.world.waitFor((world) =>
        world.messages(GROUP).find(({ text }) => text.includes('that stands')),
      );
      expect(told).toMatchObject({ replyTo: shown, topicId: TOPIC });
      expect((await outcome())?.status).toBe('approved');
      expect(stores.approvals.announced).toHaveLength(1);
    },
  );

  it('that comes later is answered within a second as well', async () => {
    stores.redis.begin();
    await tap(BEN, APPROVE);
    const tapped = tap(ANA, DENY);
    expect(await ownMs(() => tapped)).toBeLessThan(1_000);
    expect((await tapped).text).toBe('Received. Saving …');
  });

  it('is not lost when the program ends before Redis is back', async () => {
    stores.redis.begin();
    await tap(BEN, APPROVE);
    await edge.service.stop();
    stores.redis.end();
    stores.leases.expire();
    expect(await outcome()).toBeUndefined();
    await started.startNext(hasty);
    await until(() => stores.approvals.announced.length > 0);
    expect(await outcome()).toMatchObject({ status: 'approved', by: { id: '1002' } });
  });
});
