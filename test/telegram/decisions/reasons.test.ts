// Reasons and notes: the buttons that ask for them, decisions that need one, answers that give one; and replies
// that are talk.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApprovalRequest } from '../../../src/approvals/approval.ts';
import type { Simulator } from '../../../src/simulator/simulator.ts';
import type { SimMessage } from '../../../src/simulator/world/model.ts';
import { PLAIN_TERMS } from '../../helpers/plain-terms.ts';
import {
  ANA,
  BEN,
  DAN,
  type Edge,
  GROUP,
  type Started,
  type Stores,
  show,
  startEdge,
  TOPIC,
  until,
} from '../edge.ts';
import { aRequest } from './a-request.ts';

const WITH_NOTE = { row: 1, column: 0 };
const WITH_REASON = { row: 1, column: 1 };
const QUESTION = 'Reply to this message with your reason';

let started: Started;
let simulator: Simulator;
let stores: Stores;
let edge: Edge;
let shown: number;

beforeEach(async () => {
  started = await startEdge();
  ({ simulator, stores, edge } = started);
});

afterEach(() => started.stop());

const address = { chatId: GROUP, topicId: TOPIC };
async function ask(fields: Partial<ApprovalRequest> = {}): Promise<void> {
  shown = await show(aRequest(fields), { ...started, address });
}
const needsReason = (reasonRequired: 'deny' | 'both') =>
  ask({ terms: { ...PLAIN_TERMS, reasonRequired } });
const tap = (personId: number, at: { row?: number; column?: number }) =>
  simulator.world.tap({ chatId: GROUP, messageId: shown, personId, ...at });
const reply = (personId: number, replyTo: number, text: string) =>
  simulator.world.say({ ...address, personId, replyTo, text });
const told = (text: string): Promise<SimMessage> =>
  simulator.world.waitFor((world) =>
    world.messages(GROUP).find((message) => message.from.isBot && message.text.includes(text)),
  );
const outcome = async () => (await stores.approvals.get('ap-1'))?.outcome;

describe('the button for a denial with a reason', () => {
  it('asks the person who tapped, in reply to the request, and decides nothing', async () => {
    await ask();
    const answer = await tap(ANA, WITH_REASON);
    expect(answer).toEqual({
      text: '✍️ Please answer my question with your reason. Nothing is decided yet.',
      showAlert: false,
    });
    const question = await told(QUESTION);
    expect(question).toMatchObject({ replyTo: shown, topicId: TOPIC, forceReply: true });
    expect(question.text).toMatch(/^✍️ Ana, why do you deny this\? git push origin main\n/);
    const mention = question.entities.find(({ type }) => type === 'text_mention');
    expect(mention).toMatchObject({ offset: 3, length: 3, user: { id: ANA } });
    expect(await outcome()).toBeUndefined();
  });

  it('denies with the reply to the question as the reason', async () => {
    await ask();
    await tap(ANA, WITH_REASON);
    const { messageId } = await told(QUESTION);
    const { messageId: replied } = reply(ANA, messageId, 'not before\nthe release');
    expect(await told('❌ You denied: git push origin main')).toMatchObject({
      replyTo: replied,
      topicId: TOPIC,
    });
    expect(await outcome()).toMatchObject({
      status: 'denied',
      by: { id: '1001', name: 'Ana', via: 'telegram' },
      reason: 'not before\nthe release',
    });
  });

  it('asks nobody who may not decide, and records the attempt', async () => {
    await ask();
    const { text, showAlert } = await tap(DAN, WITH_REASON);
    expect(showAlert).toBe(true);
    expect(text).toContain('1004');
    expect(stores.approvals.audits).toMatchObject([{ why: 'role', verdict: 'deny', id: '1004' }]);
    expect(simulator.world.messages(GROUP)).toHaveLength(1);
  });

  it('asks nobody if it is already decided', async () => {
    await ask();
    await tap(BEN, { column: 0 });
    expect((await tap(ANA, WITH_REASON)).text).toContain('Ben approved this');
    expect(simulator.world.messages(GROUP)).toHaveLength(1);
  });
});

describe('the button for an approval with a note', () => {
  it('asks for the note, and approves with the answer', async () => {
    await ask();
    expect(await tap(ANA, WITH_NOTE)).toEqual({
      text: '✍️ Please answer my question with your note. Nothing is decided yet.',
      showAlert: false,
    });
    const { messageId, text, forceReply } = await told('your note on the approval');
    expect(text).toMatch(/^✍️ Ana, .*git push origin main\n/);
    expect(forceReply).toBe(true);
    expect(await outcome()).toBeUndefined();
    reply(ANA, messageId, 'watch the error rate');
    await told('✅ You approved: git push origin main');
    expect(await outcome()).toMatchObject({
      status: 'approved',
      by: { id: '1001' },
      reason: 'watch the error rate',
    });
  });

  it('does not ask the requester', async () => {
    await ask({ requestedBy: { id: String(BEN) } });
    expect((await tap(BEN, WITH_NOTE)).text).toContain('Du hast selbst darum gebeten');
    expect(stores.approvals.audits).toMatchObject([{ why: 'self', verdict: 'approve' }]);
    expect(simulator.world.messages(GROUP)).toHaveLength(1);
  });
});

describe('a request that needs a reason', () => {
  it.each([
    ['deny', 'deny', 1],
    ['both', 'deny', 1],
    ['both', 'approve', 0],
  ] as const)('for %s turns a tap on %s into the question', async (required, verdict, column) => {
    await needsReason(required);
    expect((await tap(ANA, { column })).text).toContain('answer my question');
    const { messageId, text } = await told(QUESTION);
    expect(text).toContain(`why do you ${verdict} this?`);
    expect(await outcome()).toBeUndefined();
    reply(ANA, messageId, 'because');
    await told(verdict === 'deny' ? 'You denied' : 'You approved');
    expect(await outcome()).toMatchObject({ reason: 'because' });
  });

  it('only for denials can be approved by a tap', async () => {
    await needsReason('deny');
    expect((await tap(ANA, { column: 0 })).text).toBe('✅ Approved');
  });

  it('makes a command without one ask the question as well', async () => {
    await needsReason('both');
    stores.copies.seen('ap-1', address.chatId);
    simulator.world.say({ ...address, personId: BEN, text: '/approve ap-1' });
    const { messageId } = await told('Ben, warum gibst du das frei?');
    reply(BEN, messageId, 'alles grün');
    await told('✅ Du hast freigegeben: git push origin main');
    expect(await outcome()).toMatchObject({ status: 'approved', reason: 'alles grün' });
  });
});

describe('a reply', () => {
  const MEANING = '💬 Your reply decides nothing yet';

  it('to the request itself decides nothing before its meaning is chosen', async () => {
    await ask();
    const { messageId: replied } = reply(BEN, shown, 'zu früh');
    const question = await told('Deine Antwort entscheidet noch nichts');
    expect(question).toMatchObject({ replyTo: replied, topicId: TOPIC });
    expect(await outcome()).toBeUndefined();
    const { messageId } = question;
    const answer = await simulator.world.tap({ chatId: GROUP, messageId, personId: BEN });
    expect(answer.text).toBe('❌ Abgelehnt');
    const changed = await told('Du hast abgelehnt');
    expect(changed).toMatchObject({ messageId, keyboard: [] });
    expect(await outcome()).toMatchObject({ status: 'denied', reason: 'zu früh' });
  });

  it('to the request becomes a comment if its author chooses so', async () => {
    await ask();
    reply(ANA, shown, 'yes, go ahead 👍');
    const { messageId } = await told(MEANING);
    await simulator.world.tap({ chatId: GROUP, messageId, personId: ANA, row: 1 });
    expect(await told('Saved as a comment')).toMatchObject({ messageId, keyboard: [] });
    expect(await outcome()).toBeUndefined();
    expect(stores.approvals.announced).toMatchObject([
      { type: 'job.approval_comment', data: { comment: 'yes, go ahead 👍' } },
    ]);
  });

  it('of another person to the question does not count; the one who was asked decides', async () => {
    await needsReason('both');
    await tap(ANA, { column: 0 });
    const { messageId } = await told(QUESTION);
    reply(DAN, messageId, 'please do');
    reply(BEN, messageId, 'passt nicht');
    await told('entscheidet noch nichts');
    expect(await outcome()).toBeUndefined();
    reply(ANA, messageId, 'all green');
    await told('You approved');
    expect(await outcome()).toMatchObject({ by: { id: '1001' }, reason: 'all green' });
  });

  it('to the question that comes too late is answered with the outcome', async () => {
    await ask();
    await tap(ANA, WITH_REASON);
    const { messageId } = await told(QUESTION);
    await tap(BEN, { column: 0 });
    reply(ANA, messageId, 'wait');
    await told('Ben approved this');
    expect((await outcome())?.status).toBe('approved');
  });

  it('that begins with a command is the command', async () => {
    await ask();
    stores.copies.seen('ap-1', address.chatId);
    reply(ANA, shown, '/approve ap-1 fine');
    await told('You approved');
    expect(await outcome()).toMatchObject({ status: 'approved', reason: 'fine' });
  });

  it('to anything else is ignored', async () => {
    await ask();
    const { messageId } = simulator.world.say({ ...address, personId: ANA, text: '/language' });
    const answer = await told('Language of this chat: English');
    reply(ANA, answer.messageId, 'thanks');
    reply(BEN, messageId, 'hello');
    reply(ANA, shown, 'no');
    await told(MEANING);
    expect(simulator.world.messages(GROUP).filter(({ from }) => from.isBot)).toHaveLength(3);
  });

  it('that was written while the bot was down counts when it is back', async () => {
    await ask();
    await tap(ANA, WITH_REASON);
    const { messageId } = await told(QUESTION);
    await edge.service.stop();
    reply(ANA, messageId, 'no');
    stores.leases.expire();
    await started.startNext();
    await told('You denied');
    expect(await outcome()).toMatchObject({ status: 'denied', reason: 'no' });
  });

  it('is not lost while Redis is away', async () => {
    await ask();
    await tap(ANA, WITH_REASON);
    const { messageId } = await told(QUESTION);
    stores.redis.begin();
    reply(ANA, messageId, 'no');
    await until(() => edge.log.count('telegram_update_retried') > 0);
    expect(await outcome()).toBeUndefined();
    stores.redis.end();
    await told('You denied');
    expect(stores.approvals.announced).toHaveLength(1);
  });
});
