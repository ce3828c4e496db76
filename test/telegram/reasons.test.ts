// Reasons: the button that asks for one, decisions that need one, and replies that give one.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApprovalRequest } from '../../src/approvals/approval.ts';
import { systemClock } from '../../src/clock.ts';
import type { Simulator } from '../../src/demo/simulator/simulator.ts';
import type { SimMessage } from '../../src/demo/simulator/world/model.ts';
import { PLAIN_TERMS } from '../helpers/plain-terms.ts';
import { aRequest } from './command-kit.ts';
import {
  ANA,
  BEN,
  createEdge,
  createStores,
  DAN,
  type Edge,
  GROUP,
  type Stores,
  show,
  startWorld,
  TOPIC,
  until,
} from './edge.ts';

const WITH_REASON = { row: 1, column: 0 };
const QUESTION = 'Reply to this message with your reason';

let simulator: Simulator;
let stores: Stores;
let edge: Edge;
let shown: number;

beforeEach(async () => {
  simulator = await startWorld();
  stores = createStores();
  await stores.members.grant(BEN, { role: 'approver', projectId: 'acme/web' });
  edge = createEdge({ simulator, stores, clock: systemClock });
  await edge.service.start();
});

afterEach(async () => {
  await edge.service.stop();
  await simulator.stop();
});

const address = { chatId: GROUP, topicId: TOPIC };
async function ask(fields: Partial<ApprovalRequest> = {}): Promise<void> {
  shown = await show(aRequest(fields), { edge, stores, address });
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
  it('asks the person who tapped, in answer to the request, and decides nothing', async () => {
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

  it('denies with what the reply to the question says', async () => {
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

  it('asks nobody who may not decide, and writes that down', async () => {
    await ask();
    const { text, showAlert } = await tap(DAN, WITH_REASON);
    expect(showAlert).toBe(true);
    expect(text).toContain('1004');
    expect(stores.approvals.audits).toMatchObject([{ why: 'role', verdict: 'deny', id: '1004' }]);
    expect(simulator.world.messages(GROUP)).toHaveLength(1);
  });

  it('asks nobody when it is decided already', async () => {
    await ask();
    await tap(BEN, { column: 0 });
    expect((await tap(ANA, WITH_REASON)).text).toContain('Ben approved this');
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

  it('only for denials is approved by a tap', async () => {
    await needsReason('deny');
    expect((await tap(ANA, { column: 0 })).text).toBe('✅ Approved');
  });

  it('turns a command without one into the question as well', async () => {
    await needsReason('both');
    simulator.world.say({ ...address, personId: BEN, text: '/approve ap-1' });
    const { messageId } = await told('Ben, warum genehmigst du das?');
    reply(BEN, messageId, 'alles grün');
    await told('✅ Du hast genehmigt: git push origin main');
    expect(await outcome()).toMatchObject({ status: 'approved', reason: 'alles grün' });
  });
});

describe('a reply', () => {
  it('to the request itself denies it', async () => {
    await ask();
    reply(BEN, shown, 'zu früh');
    await told('Du hast abgelehnt');
    expect(await outcome()).toMatchObject({ status: 'denied', reason: 'zu früh' });
  });

  it('of another person to the question counts as theirs', async () => {
    await needsReason('both');
    await tap(ANA, { column: 0 });
    const { messageId } = await told(QUESTION);
    reply(BEN, messageId, 'passt');
    await told('Du hast genehmigt');
    expect(await outcome()).toMatchObject({ by: { id: '1002' } });
  });

  it('of somebody without a role is refused, and says why', async () => {
    await ask();
    reply(DAN, shown, 'please do');
    expect((await told('You have no role here')).text).toContain('1004');
    expect(await outcome()).toBeUndefined();
  });

  it('that comes too late is told what stands', async () => {
    await ask();
    await tap(BEN, { column: 0 });
    reply(ANA, shown, 'wait');
    await told('Ben approved this');
    expect((await outcome())?.status).toBe('approved');
  });

  it('that begins with a command is the command', async () => {
    await ask();
    reply(ANA, shown, '/approve ap-1 fine');
    await told('You approved');
    expect(await outcome()).toMatchObject({ status: 'approved', reason: 'fine' });
  });

  it('to anything else is none of ours', async () => {
    await ask();
    const { messageId } = simulator.world.say({ ...address, personId: ANA, text: '/language' });
    const answer = await told('I speak English here');
    reply(ANA, answer.messageId, 'thanks');
    reply(BEN, messageId, 'hello');
    reply(ANA, shown, 'no');
    await told('You denied');
    expect(simulator.world.messages(GROUP).filter(({ from }) => from.isBot)).toHaveLength(3);
  });

  it('that was written while the bot was down counts when it is back', async () => {
    await ask();
    await edge.service.stop();
    reply(ANA, shown, 'no');
    stores.leases.expire();
    edge = createEdge({ simulator, stores, clock: systemClock });
    await edge.service.start();
    await told('You denied');
    expect(await outcome()).toMatchObject({ status: 'denied', reason: 'no' });
  });

  it('is not lost while Redis is away', async () => {
    await ask();
    stores.redis.begin();
    reply(ANA, shown, 'no');
    await until(() => edge.log.count('telegram_update_retried') > 0);
    expect(await outcome()).toBeUndefined();
    stores.redis.end();
    await told('You denied');
    expect(stores.approvals.announced).toHaveLength(1);
  });
});
