// Taps below several requests in one message: each is a decision of its own, bound to what was listed.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApprovalRequest } from '../../../src/approvals/approval.ts';
import type { StoredBundle } from '../../../src/approvals/bundles.ts';
import { BUNDLE_ACTION } from '../../../src/message/notice.ts';
import type { Simulator } from '../../../src/simulator/simulator.ts';
import { PLAIN_TERMS } from '../../helpers/plain-terms.ts';
import { render } from '../../message/speaking.ts';
import { aRequest } from '../decisions/a-request.ts';
import { ANA, BEN, DAN, type Edge, GROUP, type Started, type Stores, startGroup } from '../edge.ts';

const BUNDLE = '0123456789abcdef'.repeat(2);
const APPROVE = { row: 0, column: 0 };
const DENY = { row: 0, column: 1 };
const SPLIT = { row: 1, column: 0 };

let started: Started;
let simulator: Simulator;
let stores: Stores;
let edge: Edge;

beforeEach(async () => {
  started = await startGroup();
  ({ simulator, stores, edge } = started);
});
afterEach(() => started.stop());

const ask = (id: string, fields: Partial<ApprovalRequest> = {}) =>
  aRequest({ id, key: id, ...fields });
const statusOf = async (id: string) => (await stores.approvals.get(id))?.outcome?.status;
const statuses = (...ids: string[]) => Promise.all(ids.map(statusOf));

/** Shows them in one message, as delivery does; answers its id. */
async function show(...requests: readonly ApprovalRequest[]): Promise<number> {
  for (const request of requests) {
    const copies = [{ address: { chatId: GROUP }, token: `token-of-${request.id}-here` }];
    stores.approvals.open(request, copies);
  }
  const members = requests.map(({ key, version }) => ({ key, version, isHere: true }));
  const messageId = await post(members);
  stores.bundles.show({ token: BUNDLE, members, address: { chatId: GROUP }, messageId });
  return messageId;
}

async function post(members: StoredBundle['members']): Promise<number> {
  const requests = await Promise.all(
    members.map(async (member) => {
      const approval = await stores.approvals.get(member.key);
      if (approval === undefined) throw new Error(`${member.key} was not opened`);
      return { ...member, approval };
    }),
  );
  const notice = { kind: 'bundle', token: BUNDLE, requests, isSent: true, now: 0 } as const;
  const [message] = render(notice, 'en');
  if (message === undefined) throw new Error('nothing to show');
  const sent = await edge.channel.send({ chatId: GROUP }, message);
  if (sent.kind !== 'sent') throw new Error(sent.kind);
  return sent.messageId;
}

const tap = (personId: number, messageId: number, where: { row: number; column: number }) =>
  simulator.world.tap({ chatId: GROUP, messageId, personId, ...where });

async function expectOutdated(messageId: number): Promise<void> {
  for (const where of [APPROVE, DENY]) {
    const { text, showAlert } = await tap(ANA, messageId, where);
    expect([text, showAlert]).toEqual([expect.stringContaining('have changed'), true]);
  }
  expect(stores.bundles.refreshed).toEqual([BUNDLE, BUNDLE]);
}

describe('a tap on several requests', () => {
  it('decides each of them by itself, and says how many', async () => {
    const messageId = await show(ask('a'), ask('b'), ask('c'));
    const answer = await tap(BEN, messageId, APPROVE);
    expect(answer).toEqual({ text: '✅ 3 approved', showAlert: false });
    expect(await statuses('a', 'b', 'c')).toEqual(['approved', 'approved', 'approved']);
    expect(stores.approvals.announced.map(({ data }) => data.approval_id)).toEqual(['a', 'b', 'c']);
  });

  it('denies them as well', async () => {
    const messageId = await show(ask('a'), ask('b'));
    expect((await tap(ANA, messageId, DENY)).text).toBe('❌ 2 denied');
    expect(await statuses('a', 'b')).toEqual(['denied', 'denied']);
  });

  it('decides only what this person may decide, and counts the rest', async () => {
    const own = ask('own', { requestedBy: { id: '1002' } });
    const foreign = ask('foreign', { projectId: 'acme/ledger' });
    const two = ask('two', { terms: { ...PLAIN_TERMS, required: 2 } });
    const messageId = await show(ask('a'), own, foreign, two);
    expect(await tap(BEN, messageId, APPROVE)).toEqual({
      text: '✅ 1 approved, 🗳️ 1 has your vote and waits for others, 2 are not yours to approve',
      showAlert: true,
    });
    expect(await statuses('a', 'own', 'foreign', 'two')).toEqual([
      'approved',
      undefined,
      undefined,
      undefined,
    ]);
    expect(stores.approvals.audits.map(({ why }) => why)).toEqual(
      expect.arrayContaining(['self', 'role']),
    );
  });

  it('leaves those that need a reason', async () => {
    const explained = ask('explained', { terms: { ...PLAIN_TERMS, reasonRequired: 'deny' } });
    const messageId = await show(ask('a'), explained);
    expect(await tap(ANA, messageId, DENY)).toEqual({
      text: '❌ 1 denied, 1 needs a reason: “One by one”',
      showAlert: true,
    });
    expect(await statuses('a', 'explained')).toEqual(['denied', undefined]);
  });

  it.each([
    ['a stranger', undefined, '1004'],
    ['a viewer', { role: 'viewer' }, 'only an approver of acme/web'],
    ['an approver of another project', { role: 'approver', projectId: 'lab' }, 'acme/web'],
  ] as const)('of %s decides nothing, and shows nothing one by one', async (_, grant, why) => {
    if (grant !== undefined) await stores.members.grant(DAN, grant);
    const messageId = await show(ask('a'), ask('b'));
    for (const where of [APPROVE, DENY, SPLIT]) {
      const { text, showAlert } = await tap(DAN, messageId, where);
      expect([text, showAlert]).toEqual([expect.stringContaining(why), true]);
    }
    expect(await statuses('a', 'b')).toEqual([undefined, undefined]);
    expect(stores.bundles.splits).toEqual([]);
  });

  it('decides nothing where one was decided since it was listed', async () => {
    const messageId = await show(ask('a'), ask('b'));
    const step = {
      approvalId: 'b',
      attempt: 'other',
      outcome: { status: 'expired', at: 'now' },
    } as const;
    expect((await stores.approvals.step(step)).kind).toBe('made');
    await expectOutdated(messageId);
    expect(await statuses('a', 'b')).toEqual([undefined, 'expired']);
  });

  it('decides nothing where one changed since it was listed', async () => {
    const messageId = await show(ask('a'), ask('b'));
    stores.approvals.open(ask('b', { eventId: 'ev-2', action: 'rm -rf /srv/prod' }), []);
    await expectOutdated(messageId);
    expect(await statuses('a', 'b')).toEqual([undefined, undefined]);
  });

  it('decides nothing where one has left the message', async () => {
    const messageId = await show(ask('a'), ask('b'), ask('c'));
    const bundle = await stores.bundles.get(BUNDLE);
    if (bundle === undefined) throw new Error('not shown');
    const members = bundle.members.map((one) => ({ ...one, isHere: one.key !== 'b' }));
    stores.bundles.show({ ...bundle, members });
    expect((await tap(BEN, messageId, APPROVE)).text).toContain('have changed');
    expect(await statuses('a', 'b', 'c')).toEqual([undefined, undefined, undefined]);
  });

  it('that comes when all are decided is told so', async () => {
    const messageId = await show(ask('a'), ask('b'));
    await tap(BEN, messageId, APPROVE);
    expect(await tap(ANA, messageId, DENY)).toEqual({
      text: 'Nothing waits here any more.',
      showAlert: true,
    });
    expect(stores.approvals.announced).toHaveLength(2);
  });

  it('with data that the message does not have decides nothing', async () => {
    const messageId = await show(ask('a'), ask('b'));
    const bare = { body: { text: 'x', spans: [] }, silent: true };
    const other = await edge.channel.send({ chatId: GROUP }, bare);
    if (other.kind !== 'sent') throw new Error(other.kind);
    const [button] = simulator.world.message(GROUP, messageId)?.keyboard.flat() ?? [];
    const real = button?.callback_data ?? '';
    expect(BUNDLE_ACTION.parse(real)?.token).toBe(BUNDLE);
    const forged = [
      { messageId: other.messageId, data: real },
      { messageId, data: BUNDLE_ACTION.approve(BUNDLE, 'A'.repeat(16)) },
      { messageId, data: BUNDLE_ACTION.deny('f'.repeat(32), 'A'.repeat(16)) },
      { messageId, data: `b:${BUNDLE}:x${'A'.repeat(16)}` },
      { messageId, data: `b:${BUNDLE}:a` },
    ];
    for (const one of forged) {
      const { text, showAlert } = await simulator.world.tap({
        chatId: GROUP,
        personId: ANA,
        ...one,
      });
      expect(showAlert).toBe(true);
      expect(text).toMatch(/Nothing was (decided|changed)/);
    }
    expect(await statuses('a', 'b')).toEqual([undefined, undefined]);
  });

  it('in another chat decides nothing, though the button is there', async () => {
    await show(ask('a'), ask('b'));
    const bundle = await stores.bundles.get(BUNDLE);
    if (bundle === undefined) throw new Error('not shown');
    stores.bundles.show({ ...bundle, address: { chatId: ANA } });
    const messageId = await post(bundle.members);
    expect((await tap(ANA, messageId, APPROVE)).text).toContain('Nothing was changed');
    expect(await statuses('a', 'b')).toEqual([undefined, undefined]);
  });

  it('has them shown one by one, for whoever may decide one of them', async () => {
    const own = ask('own', { requestedBy: { id: '1002' } });
    const messageId = await show(own, ask('b', { projectId: 'acme/ledger' }));
    const { text, showAlert } = await tap(BEN, messageId, SPLIT);
    expect([text, showAlert]).toEqual(['Shown one by one below', false]);
    expect(stores.bundles.splits).toEqual([BUNDLE]);
    expect(stores.approvals.announced).toEqual([]);
  });

  it('on a copy that delivery did not record counts, and takes its buttons away', async () => {
    const messageId = await show(ask('a'), ask('b'));
    const bundle = await stores.bundles.get(BUNDLE);
    if (bundle === undefined) throw new Error('not shown');
    const again = await post(bundle.members);
    stores.bundles.show({ ...bundle, messageId: again });
    expect((await tap(BEN, messageId, APPROVE)).text).toBe('✅ 2 approved');
    const stray = simulator.world.message(GROUP, messageId);
    expect(stray?.text).toBe('These requests are in another message here.');
    expect(stray?.keyboard).toEqual([]);
  });

  it('before it is recorded that the message was sent leaves it as it is', async () => {
    const messageId = await show(ask('a'), ask('b'));
    const bundle = await stores.bundles.get(BUNDLE);
    if (bundle === undefined) throw new Error('not shown');
    const { messageId: _, ...unrecorded } = bundle;
    stores.bundles.show(unrecorded);
    expect((await tap(BEN, messageId, APPROVE)).text).toBe('✅ 2 approved');
    expect(await stores.bundles.get(BUNDLE)).toEqual(bundle);
    expect(simulator.world.message(GROUP, messageId)?.text).toContain('2 requests');
  });

  it('on such a copy that shows an older state takes its buttons away, too', async () => {
    const messageId = await show(ask('a'), ask('b'));
    const bundle = await stores.bundles.get(BUNDLE);
    if (bundle === undefined) throw new Error('not shown');
    const again = await post(bundle.members);
    stores.bundles.show({ ...bundle, messageId: again });
    expect((await tap(BEN, again, APPROVE)).text).toBe('✅ 2 approved');
    expect((await tap(ANA, messageId, DENY)).text).toBe('Nothing waits here any more.');
    expect(simulator.world.message(GROUP, messageId)?.keyboard).toEqual([]);
  });
});
