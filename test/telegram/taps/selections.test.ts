// Several requests decided together, below the list of /approvals.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../src/simulator/simulator.ts';
import { createRequestList, labels } from '../decisions/request-list.ts';
import {
  ANA,
  BEN,
  type Edge,
  GROUP,
  type Started,
  type Stores,
  startGroup,
  TOPIC,
} from '../edge.ts';

let started: Started;
let simulator: Simulator;
let stores: Stores;
let edge: Edge;

beforeEach(async () => {
  started = await startGroup({
    subscriptions: [{ kind: 'project', id: 'acme/web', topicId: TOPIC, by: ANA }],
  });
  ({ simulator, stores, edge } = started);
});

afterEach(() => started.stop());

const { open, list, tap, changed, pick, statuses } = createRequestList(() => started);

describe('the list of requests', () => {
  it('has buttons to pick and to open each of the first eight that wait for the person', async () => {
    for (let at = 1; at <= 9; at += 1) open(`ap-${at}`);
    expect(labels(await list())).toEqual([
      ['☐ 1', '🔍 1', '☐ 2', '🔍 2'],
      ['☐ 3', '🔍 3', '☐ 4', '🔍 4'],
      ['☐ 5', '🔍 5', '☐ 6', '🔍 6'],
      ['☐ 7', '🔍 7', '☐ 8', '🔍 8'],
    ]);
  });

  it('shows what is picked, with the buttons that decide, and can unpick it', async () => {
    for (const id of ['ap-1', 'ap-2', 'ap-3']) open(id);
    const shown = await list();
    expect((await tap(shown, ' 2')).text).toBe('1 selected');
    await changed(shown, (now) => labels(now).flat().includes('✅ Approve selected (1)'));
    await pick(shown, 3);
    expect(labels(await changed(shown, () => true))).toEqual([
      ['☐ 1', '🔍 1', '☑ 2', '🔍 2'],
      ['☑ 3', '🔍 3'],
      ['✅ Approve selected (2)'],
      ['❌ Deny selected (2)'],
    ]);
    expect((await tap(shown, ' 2')).text).toBe('1 selected');
    await changed(shown, (now) => labels(now)[0]?.[2] === '☐ 2');
    expect(await statuses('ap-1', 'ap-2', 'ap-3')).toEqual([undefined, undefined, undefined]);
  });

  it('loses no pick of fast taps', async () => {
    for (const id of ['ap-1', 'ap-2', 'ap-3']) open(id);
    const shown = await list();
    await Promise.all([tap(shown, ' 1'), tap(shown, ' 2'), tap(shown, ' 3')]);
    await changed(shown, (now) => labels(now).flat().includes('❌ Deny selected (3)'));
  });

  it('decides what is picked, each by itself, and shows the outcomes', async () => {
    for (const id of ['ap-1', 'ap-2', 'ap-3']) open(id);
    const shown = await list();
    await pick(shown, 1, 3);
    expect(await tap(shown, '✅ Approve selected (2)')).toEqual({
      text: '✅ 2 of 2 approvals count.',
      showAlert: false,
    });
    expect(await statuses('ap-1', 'ap-2', 'ap-3')).toEqual(['approved', undefined, 'approved']);
    expect(stores.approvals.announced).toHaveLength(2);
    const after = await changed(shown, ({ text }) => text.includes('No longer waiting for you'));
    expect(after.text.split('\n')).toEqual([
      'Waiting for you',
      '2. deploy ap-2 · push · acme/web',
      expect.stringMatching(/^asked \d+ days.* ago · id ap-2$/),
      '“tests pass”',
      'No longer waiting for you',
      '1. ✅ You approved: deploy ap-1',
      '3. ✅ You approved: deploy ap-3',
      '☐ selects several to decide together, 🔍 opens one in full. Or use /approve and /deny with the beginning of an id.',
      'I may be able to show you more in private: https://t.me/jobwire_bot',
    ]);
    expect(labels(after)).toEqual([['☐ 2', '🔍 2']]);
  });

  it('denies together as well, and the last decision removes the buttons', async () => {
    open('ap-1');
    const shown = await list();
    await pick(shown, 1);
    expect((await tap(shown, '❌ Deny selected (1)')).text).toBe('❌ 1 of 1 denials count.');
    const after = await changed(shown, ({ text }) => text.includes('You denied'));
    expect(after.keyboard).toEqual([]);
    expect(await statuses('ap-1')).toEqual(['denied']);
  });

  it('serves nobody but the person who asked for it', async () => {
    open('ap-1');
    const shown = await list();
    await pick(shown, 1);
    for (const button of [' 1', '✅ Approve selected (1)']) {
      const { text, showAlert } = await tap(shown, button, BEN);
      expect(text).toContain('belongs to somebody else');
      expect(showAlert).toBe(true);
    }
    expect(await statuses('ap-1')).toEqual([undefined]);
    expect(labels(await changed(shown, () => true))[0]).toEqual(['☑ 1', '🔍 1']);
  });

  it('accepts no button of a list on another message', async () => {
    open('ap-1');
    const shown = await list();
    const [[button] = []] = shown.keyboard;
    const other = await edge.channel.send(
      { chatId: GROUP },
      { body: { text: 'a log', spans: [] }, silent: true },
    );
    if (other.kind !== 'sent') throw new Error(other.kind);
    const { messageId } = other;
    const data = button?.callback_data ?? '';
    const forged = await simulator.world.tap({ chatId: GROUP, messageId, personId: ANA, data });
    expect(forged.text).toContain('too old');
    expect(simulator.world.message(GROUP, messageId)?.text).toBe('a log');
  });

  it('decides nothing when nothing is picked', async () => {
    open('ap-1');
    const shown = await list();
    const [[pickIt] = []] = shown.keyboard;
    const data = pickIt?.callback_data?.replace(/\+$/, 'a') ?? '';
    const { messageId } = shown;
    const forged = { chatId: GROUP, messageId, personId: ANA, data };
    const { text, showAlert } = await simulator.world.tap(forged);
    expect([text, showAlert]).toEqual(['Nothing is selected. Tap the numbers first.', true]);
    expect(await statuses('ap-1')).toEqual([undefined]);
  });

  it('decides what its button showed, whatever was picked meanwhile', async () => {
    for (const id of ['ap-1', 'ap-2']) open(id);
    const shown = await list();
    await pick(shown, 1);
    const before = simulator.world.message(GROUP, shown.messageId);
    await pick(shown, 2);
    const stale = before?.keyboard.flat().find(({ text }) => text.includes('Approve selected (1)'));
    const data = stale?.callback_data ?? '';
    await simulator.world.tap({ chatId: GROUP, messageId: shown.messageId, personId: ANA, data });
    expect(await statuses('ap-1', 'ap-2')).toEqual(['approved', undefined]);
  });

  it('lets nothing be picked for a verdict that needs a reason', async () => {
    open('ap-1', { reasonRequired: 'deny' });
    open('ap-2', { reasonRequired: 'both' });
    open('ap-3');
    const shown = await list();
    expect(shown.text).toMatch(/1\. deploy ap-1 .*\n.* · ✍️ A denial needs a reason · id ap-1/);
    expect(shown.text).toMatch(
      /2\. deploy ap-2 .*\n.* · ✍️ Every decision needs a reason · id ap-2/,
    );
    expect(labels(shown)).toEqual([['☐ 1', '🔍 1', '🔍 2', '☐ 3'], ['🔍 3']]);
    await pick(shown, 1);
    expect((await tap(shown, '❌ Deny selected (0)')).text).toContain('without a reason');
    await pick(shown, 3);
    await tap(shown, '❌ Deny selected (1)');
    expect(await statuses('ap-1', 'ap-2', 'ap-3')).toEqual([undefined, undefined, 'denied']);
  });

  it('shows what others decided before the tap', async () => {
    for (const id of ['ap-1', 'ap-2']) open(id);
    const shown = await list();
    await pick(shown, 1, 2);
    const outcome = { status: 'denied', by: { id: '9', name: 'Cleo', via: 'web' } } as const;
    const at = new Date().toISOString();
    await stores.approvals.step({ approvalId: 'ap-1', attempt: 'x', outcome: { ...outcome, at } });
    const { text, showAlert } = await tap(shown, '✅ Approve selected (2)');
    expect([text, showAlert]).toEqual(['✅ 1 of 2 approvals count.', true]);
    const after = await changed(shown, (now) => now.text.includes('You approved'));
    expect(after.text).toMatch(/1\. deploy ap-1: Cleo denied this at /);
  });

  it('counts a vote where more are needed, and no longer offers it', async () => {
    open('ap-1', { required: 2 });
    const shown = await list();
    expect(shown.text).toMatch(/1\. deploy ap-1 .*\n.* · 0 of 2 approvals/);
    await pick(shown, 1);
    expect((await tap(shown, '✅ Approve selected (1)')).text).toBe('✅ 1 of 1 approvals count.');
    const after = await changed(shown, ({ keyboard }) => keyboard.length === 0);
    expect(after.text).toContain('1. deploy ap-1: 🗳️ Your approval counts: 1 of 2.');
    expect((await list()).text).toMatch(
      /^Waiting for others\ndeploy ap-1 .*\n.* · 1 of 2 approvals/,
    );
  });

  it('survives a restart with what is picked', async () => {
    open('ap-1');
    const shown = await list();
    await pick(shown, 1);
    await edge.service.stop();
    stores.leases.expire();
    await started.startNext();
    await tap(shown, '✅ Approve selected (1)');
    expect(await statuses('ap-1')).toEqual(['approved']);
  });

  it('decides each once, although Redis was away in between', async () => {
    for (const id of ['ap-1', 'ap-2']) open(id);
    const shown = await list();
    await pick(shown, 1, 2);
    stores.redis.begin();
    expect((await tap(shown, '✅ Approve selected (2)')).text).toBe('Received. Saving …');
    stores.redis.end();
    await changed(shown, ({ keyboard }) => keyboard.length === 0);
    expect(stores.approvals.announced).toHaveLength(2);
  });
});
