// SIGKILL between the steps of a decision: tap, commit, change of the copies, answer to the tap. What
// must hold: decided once, everybody answered, every copy true in the end.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approvalKey } from '../../src/approvals/requests/approval-key.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { type ApprovalWorld, answerOf, createApprovalWorld } from './approval-world.ts';

const HELD_MS = 60_000;

let world: ApprovalWorld;
beforeAll(async () => {
  world = await createApprovalWorld('  - { match: { project: pair }, required: 2 }', {
    ...{ uncommitted: [1001, 1002], unshown: [1003, 1004], unanswered: [1005, 1006] },
    ...{ pair: [1007, 1008], lost: [1009] },
  });
  await world.start();
});
afterAll(() => world.end());

async function kill(): Promise<void> {
  await world.programs[0]?.kill9();
}

/** Calls of this method hang until the program is killed, and come to nothing. */
function hold(method: string, chatId?: number): void {
  const scope = { method, times: 20, ...(chatId === undefined ? {} : { chatId }) };
  world.telegram.faults.add({ ...scope, kind: 'delay', ms: HELD_MS });
  world.telegram.faults.add({ ...scope, kind: 'refuse' });
}

/** Resolves when a call of this method hangs. */
const held = (method: string) =>
  world.telegram.waitFor(() =>
    world.telegram.calls.find(
      (call) => call.method === method && call.answer === undefined && call.fault === undefined,
    ),
  );

/** Resolves when a command of the program waits for Redis, which takes no writes. */
async function writeIsHeld(): Promise<void> {
  for (;;) {
    const clients = String(await world.client.client('LIST'));
    if (/name=jobwire-commands.* flags=\w*b/.test(clients)) return;
    await systemClock.sleep(5);
  }
}

const whats = async (id: string) => (await world.standing(id)).audit.map(({ what }) => what);
const types = async (project: string) =>
  (await world.announced(project)).map(({ event_type }) => event_type);

describe('SIGKILL', () => {
  it('between a tap and its commit decides nothing, and loses nothing', async () => {
    await world.ask({ id: 'k1', project: 'uncommitted' });
    const [asked] = await Promise.all([world.asked(1001, 'k1'), world.asked(1002, 'k1')]);
    await world.client.call('CLIENT', 'PAUSE', HELD_MS, 'WRITE');
    const tapped = world.tap(asked, 1001, 'approve');
    await world.telegram.waitFor(() =>
      world.telegram.calls.some(({ method, answer }) => {
        return method === 'getUpdates' && JSON.stringify(answer ?? '').includes('callback_query');
      }),
    );
    await writeIsHeld();
    await kill();
    await world.client.call('CLIENT', 'UNPAUSE');
    expect(
      await world.client.hexists(
        `jobwire:approval:${approvalKey({ projectId: 'uncommitted', visibility: 'public' }, 'k1')}`,
        'outcome',
      ),
    ).toBe(0);
    await world.start();
    expect(await tapped).toEqual({ text: answerOf('✅ Approved'), showAlert: false });
    for (const chat of [1001, 1002]) await world.settled(chat, 'k1', /Approved by Person1001/);
    expect(await types('uncommitted')).toEqual(['job.approved']);
    expect(await whats('k1')).toEqual(['asked', 'vote', 'approved']);
  });

  it('between commit, change of the copies and answer leaves nothing undone or done twice', async () => {
    await Promise.all([
      world.ask({ id: 'k2', project: 'unshown' }),
      world.ask({ id: 'k3', project: 'unanswered' }),
      world.ask({ id: 'k4', project: 'pair' }),
    ]);
    const [unshown, unanswered, one, two] = await Promise.all([
      world.asked(1003, 'k2'),
      world.asked(1005, 'k3'),
      world.asked(1007, 'k4'),
      world.asked(1008, 'k4'),
    ]);
    await Promise.all([world.asked(1004, 'k2'), world.asked(1006, 'k3')]);
    // Committed and answered; no copy has changed.
    for (const chat of [1003, 1004]) hold('editMessageText', chat);
    expect((await world.tap(unshown, 1003, 'deny')).text).toEqual(answerOf('❌ Denied'));
    await held('editMessageText');
    // Committed, every copy changed; not answered.
    hold('answerCallbackQuery');
    const answer = world.tap(unanswered, 1005, 'approve');
    await held('answerCallbackQuery');
    for (const chat of [1005, 1006]) await world.settled(chat, 'k3', /Approved by Person1005/);
    await kill();
    world.telegram.faults.clear();
    expect(await types('unshown')).toEqual(['job.denied']);
    expect(world.copies(1003, 'k2')[0]?.keyboard).not.toEqual([]);
    // Made while nobody is there.
    const votes = [world.tap(one, 1007, 'approve'), world.tap(two, 1008, 'approve')];
    await world.start();
    expect(await answer).toEqual({ text: answerOf('✅ Approved'), showAlert: false });
    for (const chat of [1003, 1004]) await world.settled(chat, 'k2', /Denied by Person1003/);
    expect((await Promise.all(votes)).every(({ text }) => text !== '')).toBe(true);
    for (const chat of [1007, 1008]) await world.settled(chat, 'k4', /Approved/);
    expect(await types('unshown')).toEqual(['job.denied']);
    expect(await types('unanswered')).toEqual(['job.approved']);
    expect(await types('pair')).toEqual(['job.approved']);
    expect(await whats('k2')).toEqual(['asked', 'vote', 'denied']);
    expect(await whats('k3')).toEqual(['asked', 'vote', 'approved']);
    expect(await whats('k4')).toEqual(['asked', 'vote', 'vote', 'approved']);
    const copies = [1003, 1004].map((chat) => world.copies(chat, 'k2').length);
    expect(copies).toEqual([1, 1]);
  });
});

describe('a copy that was sent and never recorded', () => {
  it('ends as true as the others once somebody taps it', async () => {
    const lost = { method: 'sendMessage', chatId: 1009, kind: 'drop-answer', times: 1 } as const;
    world.telegram.faults.add(lost);
    await world.ask({ id: 'k5', project: 'lost' });
    const first = await world.asked(1009, 'k5');
    await world.telegram.waitFor(() => world.copies(1009, 'k5').length === 2, 60_000);
    await world.tap(first, 1009, 'deny');
    await world.telegram.waitFor(
      () => world.copies(1009, 'k5').every(({ keyboard }) => keyboard.length === 0),
      60_000,
    );
    const texts = world.copies(1009, 'k5').map(({ text }) => text);
    expect(texts.every((text) => /Denied by Person1009/.test(text))).toBe(true);
    expect(await types('lost')).toEqual(['job.denied']);
  });
});
