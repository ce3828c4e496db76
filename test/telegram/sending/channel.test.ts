import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel } from '../../../src/deliver/channel.ts';
import type { Message } from '../../../src/message/message.ts';
import { join, plain, styled } from '../../../src/message/text/rich-text.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { createMetrics } from '../../../src/runtime/metrics.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { createTelegramChannel } from '../../../src/telegram/sending/channel.ts';
import { createApi } from '../../../src/telegram/sending/client.ts';
import { createDashboardButton } from '../../../src/telegram/sending/dashboard-button.ts';
import { createLogBook, type LogBook } from '../../helpers/log-book.ts';

const ANA = 1001;
const SMALL_GROUP = -5_001;
const FORUM = -1_001_000_000_001;
const DEPLOYS = 7;

let simulator: Simulator;
let channel: Channel;
let log: LogBook;
const metrics = createMetrics();

beforeEach(async () => {
  simulator = await startSimulator({ clock: systemClock, limits: 'off' });
  const { world } = simulator;
  world.addPerson({ id: ANA, firstName: 'Ana' });
  world.addPrivateChat(ANA);
  world.addGroup({ id: SMALL_GROUP, title: 'Night shift', members: [ANA] });
  const topics = [{ id: DEPLOYS, name: 'Deploys' }];
  world.addGroup({ id: FORUM, title: 'Shop', members: [ANA], topics });
  channel = channelTo(simulator.apiRoot);
});

afterEach(() => simulator.stop());

function channelTo(apiRoot: string, token = simulator.token): Channel {
  log = createLogBook();
  const api = createApi({ token, apiRoot, timeoutSeconds: 2 });
  return createTelegramChannel({
    ...{ api, clock: systemClock, metrics, log },
    toDashboard: createDashboardButton(undefined),
  });
}

const message = (text: string, more: Partial<Message> = {}): Message => ({
  body: plain(text),
  silent: true,
  ...more,
});
const buttons = [
  [
    { label: 'Yes', action: 'v:yes', style: 'success' },
    { label: 'No', action: 'v:no', style: 'danger' },
  ],
] as const;

function lastCall(method: string) {
  return simulator.world.calls.filter((call) => call.method === method).at(-1)?.params;
}

describe('the channel', () => {
  it('sends text with its formats, without a preview, and returns the message id', async () => {
    const body = join(['Deploy ', styled('<b>web</b>', { type: 'code' })]);
    const outcome = await channel.send({ chatId: ANA }, { body, silent: true });
    const [sent] = simulator.world.messages(ANA);
    expect(outcome).toEqual({ kind: 'sent', messageId: sent?.messageId });
    expect(sent?.text).toBe('Deploy <b>web</b>');
    expect(sent?.entities).toEqual([{ type: 'code', offset: 7, length: 10 }]);
    expect(sent?.silent).toBe(true);
    expect(lastCall('sendMessage')?.link_preview_options).toEqual({ is_disabled: true });
    expect(lastCall('sendMessage')).not.toHaveProperty('parse_mode');
  });

  it('sounds unless the message is silent', async () => {
    await channel.send({ chatId: ANA }, message('failed', { silent: false }));
    expect(simulator.world.messages(ANA)[0]?.silent).toBe(false);
  });

  it('writes into a topic, as a reply, with coloured buttons', async () => {
    const asked = simulator.world.say({
      chatId: FORUM,
      topicId: DEPLOYS,
      personId: ANA,
      text: '/x',
    });
    const address = { chatId: FORUM, topicId: DEPLOYS };
    await channel.send(address, message('here', { buttons, replyTo: asked.messageId }));
    const sent = simulator.world.messages(FORUM).at(-1);
    expect(sent).toMatchObject({ topicId: DEPLOYS, replyTo: asked.messageId });
    expect(sent?.keyboard).toEqual([
      [
        { text: 'Yes', callback_data: 'v:yes', style: 'success' },
        { text: 'No', callback_data: 'v:no', style: 'danger' },
      ],
    ]);
  });

  it('sends without the reply if that message is gone', async () => {
    const outcome = await channel.send({ chatId: ANA }, message('x', { replyTo: 9_999 }));
    expect(outcome.kind).toBe('sent');
  });

  it('keeps the buttons of an edited message, and removes them when there are none', async () => {
    const sent = await channel.send({ chatId: ANA }, message('one', { buttons }));
    if (sent.kind !== 'sent') throw new Error(sent.kind);
    const { messageId } = sent;
    const edited = await channel.edit({ chatId: ANA }, messageId, message('two', { buttons }));
    expect(edited).toEqual(sent);
    expect(simulator.world.message(ANA, messageId)).toMatchObject({ text: 'two' });
    expect(simulator.world.message(ANA, messageId)?.keyboard).toHaveLength(1);
    await channel.edit({ chatId: ANA }, messageId, message('three'));
    expect(simulator.world.message(ANA, messageId)?.keyboard).toEqual([]);
  });

  it('accepts an edit that changes nothing', async () => {
    const sent = await channel.send({ chatId: ANA }, message('same'));
    if (sent.kind !== 'sent') throw new Error(sent.kind);
    expect(await channel.edit({ chatId: ANA }, sent.messageId, message('same'))).toEqual(sent);
  });

  it('reports that a message to edit is gone', async () => {
    expect(await channel.edit({ chatId: ANA }, 4711, message('x'))).toEqual({ kind: 'gone' });
  });

  it('sends plain text, with its buttons, when Telegram refuses a text', async () => {
    simulator.world.faults.add({ kind: 'status', code: 400, description: "can't parse entities" });
    const body = styled('x'.repeat(4_096), { type: 'bold' });
    const outcome = await channel.send({ chatId: ANA }, { body, buttons, silent: true });
    expect(outcome.kind).toBe('sent');
    const [sent] = simulator.world.messages(ANA);
    expect(sent?.text).toBe(body.text);
    expect(sent?.entities).toEqual([]);
    expect(sent?.keyboard).toHaveLength(1);
    expect(log.count('telegram_text_refused')).toBe(1);
    expect(await metrics.text()).toMatch(/outcome="refused"/);
  });

  it('leaves out the buttons of a text that it had to cut', async () => {
    const body = plain('x'.repeat(5_000));
    expect((await channel.send({ chatId: ANA }, { body, buttons, silent: true })).kind).toBe(
      'sent',
    );
    const [sent] = simulator.world.messages(ANA);
    expect(sent?.text).toHaveLength(4_096);
    expect(sent?.text.endsWith('…')).toBe(true);
    expect(sent?.keyboard).toEqual([]);
  });

  it('sends a text as a file, into a topic, as a reply', async () => {
    const asked = simulator.world.say({
      chatId: FORUM,
      topicId: DEPLOYS,
      personId: ANA,
      text: 'x',
    });
    const document = { name: 'request-ap-1.txt', text: 'what: läuft\n' };
    const outcome = await channel.send(
      { chatId: FORUM, topicId: DEPLOYS },
      message('the whole', { document, replyTo: asked.messageId }),
    );
    const sent = simulator.world.messages(FORUM).at(-1);
    expect(outcome).toEqual({ kind: 'sent', messageId: sent?.messageId });
    expect(sent).toMatchObject({ topicId: DEPLOYS, replyTo: asked.messageId, silent: true });
    expect(sent?.text).toBe('the whole');
    expect(sent?.document).toMatchObject({ name: 'request-ap-1.txt', sizeBytes: 13 });
  });

  it.each([
    'Bad Request: not enough rights to send documents to the chat',
    'Bad Request: CHAT_WRITE_FORBIDDEN',
  ])('reports what a chat does not allow: %s', async (description) => {
    simulator.world.faults.add({ kind: 'status', code: 400, description });
    const document = { name: 'a.txt', text: 'a' };
    const outcome = await channel.send({ chatId: ANA }, message('x', { document }));
    expect(outcome).toEqual({ kind: 'not-allowed', reason: description });
  });

  it('retries a refused text once, not for ever', async () => {
    const bad = [[{ label: 'Yes', action: 'y'.repeat(65) }]];
    const outcome = await channel.send({ chatId: ANA }, message('x', { buttons: bad }));
    expect(outcome.kind).toBe('refused');
    expect(simulator.world.calls).toHaveLength(2);
  });

  it('reports a flood and how long to wait', async () => {
    simulator.world.faults.add({ kind: 'flood', retryAfter: 17 });
    const outcome = await channel.send({ chatId: ANA }, message('x'));
    expect(outcome).toEqual({ kind: 'flood', retryAfterMs: 17_000 });
  });

  it('distinguishes a broken server from a lost answer', async () => {
    simulator.world.faults.add({ kind: 'status', code: 502 });
    expect((await channel.send({ chatId: ANA }, message('x'))).kind).toBe('unavailable');
    expect(simulator.world.messages(ANA)).toHaveLength(0);
    simulator.world.faults.add({ kind: 'drop-answer' });
    expect((await channel.send({ chatId: ANA }, message('x'))).kind).toBe('unknown');
    expect(simulator.world.messages(ANA)).toHaveLength(1);
  });

  it('does not know what became of a call that timed out', async () => {
    simulator.world.faults.add({ kind: 'delay', ms: 60_000 });
    expect((await channel.send({ chatId: ANA }, message('x'))).kind).toBe('unknown');
  });

  it('knows that nothing was sent if nothing listens', async () => {
    const nowhere = channelTo('http://127.0.0.1:1');
    expect((await nowhere.send({ chatId: ANA }, message('x'))).kind).toBe('unavailable');
  });

  it('names the reason why a chat is out of reach', async () => {
    simulator.world.block(ANA);
    const blocked = await channel.send({ chatId: ANA }, message('x'));
    expect(blocked).toEqual({ kind: 'unreachable', reason: 'blocked' });
    simulator.world.kick(FORUM);
    const kicked = await channel.send({ chatId: FORUM }, message('x'));
    expect(kicked).toEqual({ kind: 'unreachable', reason: 'kicked' });
    const nobody = await channel.send({ chatId: 77 }, message('x'));
    expect(nobody).toEqual({ kind: 'unreachable', reason: 'not-found' });
  });

  it('reports where a group moved', async () => {
    const to = simulator.world.migrate(SMALL_GROUP);
    const outcome = await channel.send({ chatId: SMALL_GROUP }, message('x'));
    expect(outcome).toEqual({ kind: 'migrated', to });
  });

  it('reports that a topic is closed or gone', async () => {
    const address = { chatId: FORUM, topicId: DEPLOYS };
    simulator.world.closeTopic(FORUM, DEPLOYS);
    expect(await channel.send(address, message('x'))).toEqual({ kind: 'no-topic' });
    simulator.world.deleteTopic(FORUM, DEPLOYS);
    expect(await channel.send(address, message('x'))).toEqual({ kind: 'no-topic' });
  });

  it('reports that the token is not valid', async () => {
    const stranger = channelTo(simulator.apiRoot, '4242000001:wrong');
    expect(await stranger.send({ chatId: ANA }, message('x'))).toEqual({ kind: 'unauthorized' });
  });
});
