// A request of which a chat does not show all can't be picked from the list; it is opened first.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../src/simulator/simulator.ts';
import { ANA, GROUP, type Started, type Stores, startGroup, TOPIC } from '../edge.ts';
import { createRequestList, labels } from './request-list.ts';

let started: Started;
let simulator: Simulator;
let stores: Stores;

beforeEach(async () => {
  started = await startGroup({
    subscriptions: [{ kind: 'project', id: 'acme/web', topicId: TOPIC, by: ANA }],
  });
  ({ simulator, stores } = started);
});

afterEach(() => started.stop());

const { open, list, tap, pick, statuses } = createRequestList(() => started);

describe('a listed request that is not shown in full', () => {
  const LONG = { action: `echo ${'x'.repeat(120)}; rm -rf /srv` };
  const CONTEXT = { context: { target: 'production' } };

  it.each([
    ['a long action', LONG],
    ['a context', CONTEXT],
    ['a line end', { action: `${'x'.repeat(98)}\nrm` }],
  ])('lets what has %s be opened, not picked', async (_, fields) => {
    open('ap-1', {}, fields);
    open('ap-2');
    const shown = await list();
    expect(shown.text).toMatch(/1\. .*\n.* · 🔍 not shown in full here: open it first · id ap-1/);
    expect(labels(shown)[0]).toEqual(['🔍 1', '☐ 2', '🔍 2']);
    expect((await tap(shown, ' 1')).text).toBe('Opened below');
    expect(stores.copies.opened).toEqual([`ap-1 ${GROUP}:${TOPIC}`]);
  });

  it('can be picked where the chat shows it in full', async () => {
    open('ap-1', {}, CONTEXT);
    stores.copies.seen('ap-1', ANA);
    expect(labels(await list())).toEqual([['🔍 1']]);
    stores.copies.seen('ap-1', GROUP);
    expect(labels(await list())).toEqual([['☐ 1', '🔍 1']]);
  });

  it('approves nothing that changed after it was picked', async () => {
    open('ap-1', {}, CONTEXT);
    stores.copies.seen('ap-1', GROUP);
    const shown = await list();
    await pick(shown, 1);
    stores.copies.seen('ap-1', GROUP, { version: 0 });
    const { text, showAlert } = await tap(shown, '✅ Approve selected (1)');
    expect([text, showAlert]).toEqual(['✅ 0 of 1 approvals count.', true]);
    expect(await statuses('ap-1')).toEqual([undefined]);
  });

  it('opens nothing that the person may not see there', async () => {
    open('ap-1', {}, CONTEXT);
    const shown = await list();
    const data = shown.keyboard[0]?.[0]?.callback_data ?? '';
    const forged = data.replace(':0o', ':7o');
    const { messageId } = shown;
    const answer = await simulator.world.tap({
      chatId: GROUP,
      messageId,
      personId: ANA,
      data: forged,
    });
    expect(answer.text).toContain('I no longer have this request');
    expect(stores.copies.opened).toEqual([]);
  });
});
