// The third button of a request, and those that stop what it gave: who may, who tries, and what is replayed.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { APPROVAL_ACTION } from '../../../src/message/notice.ts';
import type { Simulator } from '../../../src/simulator/simulator.ts';
import { PLAIN_TERMS } from '../../helpers/plain-terms.ts';
import { STANDING_TERMS } from '../../helpers/standings.ts';
import { render } from '../../message/speaking.ts';
import { aRequest } from '../decisions/a-request.ts';
import {
  ANA,
  BEN,
  DAN,
  type Edge,
  GROUP,
  type Started,
  type Stores,
  show,
  startGroup,
  TOKEN,
  until,
} from '../edge.ts';

type Shown = ReturnType<Simulator['world']['messages']>[number];

const ADDRESS = { chatId: GROUP };
const THIRD_ROW = 2;
const ALIKE = { ...PLAIN_TERMS, standing: STANDING_TERMS };

let started: Started;
let simulator: Simulator;
let stores: Stores;
let edge: Edge;

beforeEach(async () => {
  started = await startGroup();
  ({ simulator, stores, edge } = started);
});
afterEach(() => started.stop());

const asked = (fields = {}) => aRequest({ sessionId: 's1', terms: ALIKE, ...fields });
const send = (personId: number, data: string, messageId: number) =>
  simulator.world.tap({ chatId: GROUP, messageId, personId, data });
const sendInPrivate = (personId: number, data: string, messageId: number) =>
  simulator.world.tap({ chatId: personId, messageId, personId, data });
const inForce = async () =>
  (await stores.approvals.standings.inForce()).map(({ standing }) => standing);
const status = async (id = 'ap-1') => (await stores.approvals.get(id))?.outcome?.status;

function dataOf(messageId: number, row: number, chatId = GROUP): string {
  const [button] = simulator.world.message(chatId, messageId)?.keyboard[row] ?? [];
  return button?.callback_data ?? '';
}

/** Ben approves in advance; answers what is in force then. */
async function give() {
  const shown = await show(asked(), { ...started, address: ADDRESS });
  await send(BEN, dataOf(shown, THIRD_ROW), shown);
  const [given] = await inForce();
  if (given === undefined) throw new Error('nothing is in force');
  return given;
}

/** A message that a later request is shown by once it was decided, with the button that stops it. */
async function card(id: string): Promise<number> {
  const request = asked({ id: 'ap-2', eventId: 'ev-2' });
  const outcome = { status: 'approved', at: '2026-03-02T12:00:00.000Z' } as const;
  const approval = { request, revision: 0, votes: [], outcome };
  const [message] = render({ kind: 'approval', approval, token: TOKEN, now: 0, stops: id }, 'en');
  if (message === undefined) throw new Error('nothing to show');
  const sent = await edge.channel.send(ADDRESS, message);
  if (sent.kind !== 'sent') throw new Error(sent.kind);
  return sent.messageId;
}

describe('the third button of a request', () => {
  it('approves it, and is the record of who approved later ones', async () => {
    const shown = await show(asked(), { ...started, address: ADDRESS });
    const answer = await send(BEN, dataOf(shown, THIRD_ROW), shown);
    expect(answer).toEqual({
      text: '✅⏱ Approved, and later ones like it too. /standing stops that.',
      showAlert: false,
    });
    expect(await status()).toBe('approved');
    expect(await inForce()).toMatchObject([
      { like: STANDING_TERMS.like, by: { id: '1002', name: 'Ben', via: 'telegram' } },
    ]);
  });

  it('counts as one of two where two are required', async () => {
    const terms = { ...ALIKE, required: 2 };
    const shown = await show(asked({ terms }), { ...started, address: ADDRESS });
    const data = dataOf(shown, THIRD_ROW);
    expect((await send(BEN, data, shown)).text).toContain('later ones like it too');
    expect((await send(BEN, data, shown)).text).toContain('counts already: 1 of 2');
    expect(await status()).toBeUndefined();
    expect(await inForce()).toHaveLength(1);
  });

  it.each([
    ['a stranger', [], 'You have no role here'],
    ['a viewer', [{ role: 'viewer' }], 'only an approver'],
  ] as const)('gives nothing to %s', async (_, grants, says) => {
    for (const grant of grants) await stores.members.grant(DAN, grant);
    const shown = await show(asked(), { ...started, address: ADDRESS });
    const { text, showAlert } = await send(DAN, dataOf(shown, THIRD_ROW), shown);
    expect([text, showAlert]).toEqual([expect.stringContaining(says), true]);
    expect(await inForce()).toEqual([]);
    expect(await status()).toBeUndefined();
  });

  it('does not exist where the policy does not allow it, whoever sends its data', async () => {
    const request = aRequest({ sessionId: 's1' });
    const shown = await show(request, { ...started, address: ADDRESS });
    expect(dataOf(shown, THIRD_ROW)).toBe('');
    stores.copies.seen('ap-1', GROUP);
    const { text } = await send(BEN, APPROVAL_ACTION.approveAlike(TOKEN, 1), shown);
    expect(text).toContain('can only be approved by itself');
    expect(await inForce()).toEqual([]);
    expect(await status()).toBeUndefined();
  });

  it('approves nothing unseen, no other version, and in no other chat', async () => {
    const shown = await show(asked(), { ...started, address: ADDRESS });
    const bare = await edge.channel.send(ADDRESS, { body: { text: 'x', spans: [] }, silent: true });
    if (bare.kind !== 'sent') throw new Error(bare.kind);
    stores.copies.seen('ap-1', GROUP, { isWhole: false });
    const forged = await send(BEN, APPROVAL_ACTION.approveAlike(TOKEN, 1), bare.messageId);
    expect(forged.text).toContain('not show the whole');
    stores.copies.seen('ap-1', GROUP);
    const later = await send(BEN, APPROVAL_ACTION.approveAlike(TOKEN, 2), shown);
    expect(later.text).toContain('has changed');
    const alone = await edge.channel.send(
      { chatId: BEN },
      { body: { text: 'x', spans: [] }, silent: true },
    );
    if (alone.kind === 'sent') {
      const elsewhere = await sendInPrivate(
        BEN,
        APPROVAL_ACTION.approveAlike(TOKEN, 1),
        alone.messageId,
      );
      expect(elsewhere.showAlert).toBe(true);
    }
    expect(await inForce()).toEqual([]);
    expect(await status()).toBeUndefined();
  });

  it('counts once, however often its data is sent', async () => {
    const shown = await show(asked(), { ...started, address: ADDRESS });
    const data = dataOf(shown, THIRD_ROW);
    await send(BEN, data, shown);
    const again = await send(BEN, data, shown);
    expect(again.text).toContain('You approved this');
    expect((await send(ANA, data, shown)).text).toContain('that stands');
    expect(await inForce()).toHaveLength(1);
  });
});

describe('the button that stops it', () => {
  it('ends it at once for whoever gave it, and is gone from the message', async () => {
    const { id } = await give();
    const shown = await card(id);
    stores.approvals.open(asked({ id: 'ap-2', eventId: 'ev-2' }), [
      { address: ADDRESS, token: 't2' },
    ]);
    stores.approvals.asks(GROUP, shown, { kind: 'request', approvalId: 'ap-2', version: 1 });
    stores.approvals.takeQueue(GROUP);
    const { text } = await send(BEN, dataOf(shown, 0), shown);
    expect(text).toContain('Stopped');
    expect(await inForce()).toEqual([]);
    expect(stores.approvals.takeQueue(GROUP)).toContain(`approval/${GROUP}/ap-2`);
    const again = await send(BEN, dataOf(shown, 0), shown);
    expect(again).toMatchObject({
      text: expect.stringContaining('ended already'),
      showAlert: true,
    });
  });

  it('serves others who may decide such requests, and the trail says who', async () => {
    const given = await give();
    const shown = await card(given.id);
    await send(ANA, dataOf(shown, 0), shown);
    expect(await inForce()).toEqual([]);
    await stores.approvals.standings.forget(given, '2026-03-02T12:00:00.000Z');
    expect((await stores.approvals.audit('ap-1')).at(-1)).toMatchObject({
      what: 'standing_ended',
      why: 'stopped',
      by: { id: '1001', via: 'telegram' },
    });
  });

  it.each([
    ['a stranger', [], 'ended already'],
    ['an approver of another project', [{ role: 'approver', projectId: 'acme/app' }], 'ended'],
    ['a viewer', [{ role: 'viewer' }], 'can stop this'],
  ] as const)('does nothing for %s', async (_, grants, says) => {
    for (const grant of grants) await stores.members.grant(DAN, grant);
    const shown = await card((await give()).id);
    const { text, showAlert } = await send(DAN, dataOf(shown, 0), shown);
    expect([text, showAlert]).toEqual([expect.stringContaining(says), true]);
    expect(await inForce()).toHaveLength(1);
  });

  it('notes who tried, where they may see it', async () => {
    await stores.members.grant(DAN, { role: 'viewer' });
    const shown = await card((await give()).id);
    await send(DAN, dataOf(shown, 0), shown);
    await stores.members.revoke(DAN, { role: 'viewer' });
    await send(DAN, dataOf(shown, 0), shown);
    expect(stores.approvals.audits).toMatchObject([
      { what: 'refused', verdict: 'stop', id: '1004', from: `chat ${GROUP}` },
    ]);
  });

  it('has to be on the message: its data alone does nothing', async () => {
    const shown = await card((await give()).id);
    const bare = await edge.channel.send(ADDRESS, { body: { text: 'x', spans: [] }, silent: true });
    if (bare.kind !== 'sent') throw new Error(bare.kind);
    const { showAlert } = await send(BEN, dataOf(shown, 0), bare.messageId);
    expect(showAlert).toBe(true);
    expect(await inForce()).toHaveLength(1);
    expect((await send(BEN, 's:AAAAAAAAAAAAAAAAAAAAAA:c', shown)).showAlert).toBe(true);
  });
});

describe('/standing', () => {
  async function list(personId: number, chatId = personId): Promise<Shown> {
    const isList = ({ text }: Shown) => /approved in advance/i.test(text);
    const before = simulator.world.messages(chatId).filter(isList).length;
    simulator.world.say({ chatId, personId, text: '/standing' });
    await until(() => simulator.world.messages(chatId).filter(isList).length > before);
    const found = simulator.world.messages(chatId).filter(isList).at(-1);
    if (found === undefined) throw new Error('no list');
    return found;
  }

  it('says what, who, until when and how often, and stops one by its button', async () => {
    await give();
    const shown = await list(ANA);
    expect(shown.text.split('\n')).toEqual([
      '⏱ Approved in advance',
      '1. git push origin main · push · acme/web · session s1',
      expect.stringMatching(/^Ben until .* · not used yet$/),
      '⏹ stops one at once: later requests like it wait for a decision again.',
    ]);
    expect(
      (await sendInPrivate(ANA, dataOf(shown.messageId, 0, ANA), shown.messageId)).text,
    ).toContain('Stopped');
    await until(() =>
      (simulator.world.message(ANA, shown.messageId)?.text ?? '').startsWith('Nothing is'),
    );
    expect(await inForce()).toEqual([]);
  });

  it('shows others only what they may see, and a button only to who may use it', async () => {
    await give();
    await stores.members.grant(DAN, { role: 'viewer', projectId: 'acme/app' });
    expect((await list(DAN)).text).toBe('Nothing is approved in advance.');
    await stores.members.grant(DAN, { role: 'viewer' });
    const seen = await list(DAN);
    expect(seen.text).toContain('git push');
    expect(seen.keyboard).toEqual([]);
  });
});
