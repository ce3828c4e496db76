// Several requests within two seconds in one chat, against the built program: one message, decided with one tap, and
// each still by itself; also where the program is killed on the way.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SimMessage } from '../../src/simulator/world/model.ts';
import { waitUntil } from '../helpers/wait.ts';
import { type ApprovalWorld, answerOf, createApprovalWorld } from './approval-world.ts';

const WAIT_MS = 60_000;
/** A busy machine may answer before all is decided. */
const ALL_APPROVED = /^(✅ 3 approved|Received\. Saving …)$/;

let world: ApprovalWorld;
beforeAll(async () => {
  world = await createApprovalWorld('  - { match: { project: pair }, required: 2 }', {
    ...{ shop: [1001, 1002], split: [1003], mixed: [1004], pair: [1004] },
    ...{ uncommitted: [1005, 1006], half: [1007], blocked: [1007], revised: [1008] },
  });
  await world.start();
});
afterAll(() => world.end());

/** One request is there; the others come within two seconds. */
async function askAfter(
  first: string,
  others: readonly (readonly [id: string, project: string])[],
) {
  const [, project = ''] = others[0] ?? [];
  await world.ask({ id: first, project });
  await Promise.all(chatsOf(project).map((chat) => world.asked(chat, first)));
  for (const [id, of] of others) await world.ask({ id, project: of });
}

const CHATS: Readonly<Record<string, readonly number[]>> = {
  ...{ shop: [1001, 1002], split: [1003], mixed: [1004], uncommitted: [1005, 1006] },
  ...{ half: [1007], revised: [1008] },
};
const chatsOf = (project: string) => CHATS[project] ?? [];

/** The message that shows all of them, once it is there. */
const together = (chatId: number, ids: readonly string[]): Promise<SimMessage> =>
  world.telegram.waitFor(
    () =>
      world.telegram
        .messages(chatId)
        .find(({ text }) => ids.every((id) => text.includes(`do ${id}`))),
    WAIT_MS,
  );
const closed = (chatId: number, { messageId }: SimMessage): Promise<SimMessage> =>
  world.telegram.waitFor(() => {
    const message = world.telegram.message(chatId, messageId);
    return message?.keyboard.length === 0 ? message : undefined;
  }, WAIT_MS);
const labels = ({ keyboard }: SimMessage) => keyboard.flat().map(({ text }) => text);
const statusOf = async (id: string) => (await world.standing(id)).status;
const announced = async (project: string) =>
  (await world.announced(project)).map(
    ({ event_type, data }) => `${event_type} ${data.approval_id}`,
  );

describe('requests within two seconds', () => {
  it('are one message after the first, and one tap decides each of them in every chat', async () => {
    const ids = ['n1', 'n2', 'n3'];
    await askAfter(
      'n0',
      ids.map((id) => [id, 'shop'] as const),
    );
    const [here, there] = await Promise.all([together(1001, ids), together(1002, ids)]);
    expect(here.text).toMatch(/^⚠️ 3 requests · shop\n/);
    expect(here.silent).toBe(false);
    expect(labels(here)).toEqual(['✅ Approve all (3)', '❌ Deny all', '🔍 One by one']);
    const answer = await world.tap(here, 1001, 'approve');
    expect(answer.text).toMatch(ALL_APPROVED);
    for (const [chat, message] of [
      [1001, here],
      [1002, there],
    ] as const) {
      const { text } = await closed(chat, message);
      expect(text).toContain('☑️ 3 requests · shop');
      for (const id of ids)
        expect(text).toMatch(new RegExp(`✅ Approved by Person1001, .* · do ${id}`));
    }
    expect((await announced('shop')).sort()).toEqual(ids.map((id) => `job.approved ${id}`));
    for (const id of ids) {
      const { audit } = await world.standing(id);
      expect(audit.map(({ what }) => what)).toEqual(['asked', 'vote', 'approved']);
    }
    expect(await statusOf('n0')).toBe('pending');
    expect((await world.tap(there, 1002, 'deny')).text).toMatch(/Nothing was decided|Received/);
    expect(await announced('shop')).toHaveLength(3);
  });

  it('are shown one by one for who wants that, and decided so', async () => {
    const ids = ['s1', 's2'];
    await askAfter(
      's0',
      ids.map((id) => [id, 'split'] as const),
    );
    const bundle = await together(1003, ids);
    const data = bundle.keyboard[1]?.[0]?.callback_data ?? '';
    const tap = { chatId: 1003, messageId: bundle.messageId, personId: 1003, data };
    expect((await world.telegram.tap(tap)).text).toMatch(/Shown one by one below|Received/);
    await closed(1003, bundle);
    const [one, two] = await Promise.all(
      ids.map((id) =>
        world.telegram.waitFor(
          () => world.copies(1003, id).find((copy) => copy.keyboard.length > 0),
          WAIT_MS,
        ),
      ),
    );
    if (one === undefined || two === undefined) throw new Error('not shown');
    expect((await world.tap(one, 1003, 'approve')).text).toEqual(answerOf('✅ Approved'));
    expect((await world.tap(two, 1003, 'deny')).text).toEqual(answerOf('❌ Denied'));
    await expect
      .poll(async () => (await announced('split')).sort())
      .toEqual(['job.approved s1', 'job.denied s2']);
  });

  it('may need others as well, which the answer says', async () => {
    await askAfter('m0', [
      ['m1', 'mixed'],
      ['m2', 'pair'],
    ]);
    const bundle = await together(1004, ['m1', 'm2']);
    expect(bundle.text).toMatch(/^⚠️ 2 requests · 2 projects\n/);
    await world.tap(bundle, 1004, 'approve');
    await waitUntil(async () => (await world.standing('m2')).votes.length === 1);
    await waitUntil(async () => (await statusOf('m1')) === 'approved');
    expect([await statusOf('m1'), await statusOf('m2')]).toEqual(['approved', 'pending']);
  });

  it('are not decided by who looks at what has changed since', async () => {
    const ids = ['c1', 'c2'];
    await askAfter(
      'c0',
      ids.map((id) => [id, 'revised'] as const),
    );
    const bundle = await together(1008, ids);
    await world.ask({ id: 'c2', project: 'revised', data: { action: 'do c2 and more' } });
    await world.telegram.waitFor(() => {
      const { text = '' } = world.telegram.message(1008, bundle.messageId) ?? {};
      return text.includes('in a message of its own') || undefined;
    }, WAIT_MS);
    await world.refused(bundle, 1008, /Nothing was decided/);
    expect([await statusOf('c1'), await statusOf('c2')]).toEqual(['pending', 'pending']);
    const isAnew = ({ text, messageId }: SimMessage) =>
      messageId !== bundle.messageId && text.includes('do c2 and more');
    const anew = await world.telegram.waitFor(
      () => world.telegram.messages(1008).find(isAnew),
      WAIT_MS,
    );
    expect((await world.tap(anew, 1008, 'approve')).text).toEqual(answerOf('✅ Approved'));
  });
});

describe('SIGKILL', () => {
  const HELD_MS = 60_000;
  const kill = async () => void (await world.programs[0]?.kill9());

  it('between a tap and what it decides loses nothing', async () => {
    const ids = ['k1', 'k2', 'k3'];
    await askAfter(
      'k0',
      ids.map((id) => [id, 'uncommitted'] as const),
    );
    const [here] = await Promise.all([together(1005, ids), together(1006, ids)]);
    await Promise.all([1005, 1006].map((chat) => world.recorded(chat, 'k1')));
    await world.client.call('CLIENT', 'PAUSE', HELD_MS, 'WRITE');
    const tapped = world.tap(here, 1005, 'approve');
    await world.telegram.waitFor(() =>
      world.telegram.calls.some(({ method, answer }) => {
        return (
          method === 'getUpdates' &&
          JSON.stringify(answer ?? '').includes(here.keyboard[0]?.[0]?.callback_data ?? '?')
        );
      }),
    );
    await waitUntil(async () =>
      /name=jobwire-commands.* flags=\w*b/.test(String(await world.client.client('LIST'))),
    );
    await kill();
    await world.client.call('CLIENT', 'UNPAUSE');
    expect(await announced('uncommitted')).toEqual([]);
    await world.start();
    expect((await tapped).text).toMatch(ALL_APPROVED);
    for (const chat of [1005, 1006]) await closed(chat, await together(chat, ids));
    expect((await announced('uncommitted')).sort()).toEqual(ids.map((id) => `job.approved ${id}`));
  });

  it('between two of the decisions goes on where it was, and decides nothing twice', async () => {
    await askAfter('h0', [
      ['h1', 'half'],
      ['h2', 'blocked'],
      ['h3', 'half'],
    ]);
    const bundle = await together(1007, ['h1', 'h2', 'h3']);
    await world.recorded(1007, 'h1');
    // The decision on the second can't be published.
    await world.client.set('televibe:stream:blocked', 'no stream');
    const tapped = world.tap(bundle, 1007, 'deny');
    await waitUntil(async () => (await statusOf('h1')) === 'denied');
    expect(await statusOf('h2')).toBe('pending');
    await kill();
    await world.client.del('televibe:stream:blocked');
    await world.start();
    await tapped.catch(() => undefined);
    await closed(1007, bundle);
    expect((await announced('half')).sort()).toEqual(['job.denied h1', 'job.denied h3']);
    expect(await announced('blocked')).toEqual(['job.denied h2']);
    for (const id of ['h1', 'h2', 'h3']) {
      expect((await world.standing(id)).audit.map(({ what }) => what)).toEqual([
        'asked',
        'vote',
        'denied',
      ]);
    }
  });
});
