// A request of which a chat does not show all can't be picked from the list; it is opened first.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApprovalRequest, Terms } from '../../src/approvals/approval.ts';
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
  type Edge,
  GROUP,
  type Stores,
  startWorld,
  TOPIC,
} from './edge.ts';

let simulator: Simulator;
let stores: Stores;
let edge: Edge;

beforeEach(async () => {
  simulator = await startWorld();
  stores = createStores();
  await stores.members.grant(BEN, { role: 'approver', projectId: 'acme/web' });
  await stores.chatBook.update(GROUP, () => ({
    id: GROUP,
    kind: 'group',
    title: 'Shop team',
    locale: 'en',
    level: 'all',
    subscriptions: [{ kind: 'project', id: 'acme/web', topicId: TOPIC, by: ANA }],
    sponsors: [ANA],
  }));
  edge = createEdge({ simulator, stores, clock: systemClock });
  await edge.service.start();
});

afterEach(async () => {
  stores.redis.end();
  await edge.service.stop();
  await simulator.stop();
});

function open(id: string, terms: Partial<Terms> = {}, fields: Partial<ApprovalRequest> = {}) {
  const action = `deploy ${id}`;
  stores.approvals.open(aRequest({ id, action, terms: { ...PLAIN_TERMS, ...terms }, ...fields }));
}

const labels = ({ keyboard }: SimMessage) => keyboard.map((row) => row.map(({ text }) => text));

/** The list of this person, once it is there. */
function list(personId = ANA): Promise<SimMessage> {
  const { world } = simulator;
  const before = world.messages(GROUP).length;
  world.say({ chatId: GROUP, topicId: TOPIC, personId, text: '/approvals' });
  return world.waitFor(({ messages }) =>
    messages(GROUP).find(({ from }, index) => index > before && from.isBot),
  );
}

function tap({ messageId }: SimMessage, label: string, personId = ANA) {
  const keyboard = simulator.world.message(GROUP, messageId)?.keyboard ?? [];
  const data = keyboard.flat().find(({ text }) => text.endsWith(label))?.callback_data;
  if (data === undefined) throw new Error(`no button ${label}`);
  return simulator.world.tap({ chatId: GROUP, messageId, personId, data });
}

function changed({ messageId }: SimMessage, look: (message: SimMessage) => boolean) {
  return simulator.world.waitFor((world) => {
    const now = world.message(GROUP, messageId);
    return now !== undefined && look(now) ? now : undefined;
  });
}

/** Picks by number, one after the other. */
async function pick(shown: SimMessage, ...numbers: number[]): Promise<void> {
  for (const number of numbers) {
    await tap(shown, ` ${number}`);
    await changed(shown, (now) => labels(now).flat().includes(`☑ ${number}`));
  }
}

const statuses = async (...ids: string[]) =>
  Promise.all(ids.map(async (id) => (await stores.approvals.get(id))?.outcome?.status));

describe('a listed request of which not all is shown', () => {
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
    expect(shown.text).toMatch(/1\. .* · 🔍 not shown whole here: open it first · id ap-1/);
    expect(labels(shown)[0]).toEqual(['🔍 1', '☐ 2']);
    expect((await tap(shown, ' 1')).text).toBe('Opened below');
    expect(stores.copies.opened).toEqual([`ap-1 ${GROUP}:${TOPIC}`]);
  });

  it('lets it be picked where the chat shows the whole of it', async () => {
    open('ap-1', {}, CONTEXT);
    stores.copies.seen('ap-1', ANA);
    expect(labels(await list())).toEqual([['🔍 1']]);
    stores.copies.seen('ap-1', GROUP);
    expect(labels(await list())[0]).toEqual(['☐ 1']);
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
    expect(answer.text).toContain('not known');
    expect(stores.copies.opened).toEqual([]);
  });
});
