// Requests that people approved in advance, with the built program: decided before they are shown, said once, also
// where it is killed between the request and its decision.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/runtime/clock.ts';
import type { SimMessage } from '../../src/simulator/world/model.ts';
import { publish } from '../helpers/publish.ts';
import { waitUntil } from '../helpers/wait.ts';
import { type ApprovalWorld, createApprovalWorld } from './approval-world.ts';

const HELD_MS = 60_000;
const MAX_TRIES = 20;
/** What people wait for at most, and some for a busy machine. */
const SOON_MS = 60_000;

let world: ApprovalWorld;
beforeAll(async () => {
  world = await createApprovalWorld(
    [
      '  - { match: { project: pair }, required: 2, standing: { for: 1h, scope: session } }',
      '  - { match: { project: slow, action: "do *" }, standing: { for: 2s, scope: session } }',
      '  - { match: { action: "do *" }, standing: { for: 1h, scope: session } }',
    ].join('\n'),
    { shown: [1001], ends: [1002], pair: [1003, 1004], kills: [1005], slow: [1006] },
  );
  await world.start();
});
afterAll(() => world.end());

const ask = (project: string, id: string, data: Readonly<Record<string, unknown>> = {}) =>
  publish(world.client, {
    event_type: 'job.approval_needed',
    project_id: project,
    session_id: 'S1',
    job_id: `job-of-${id}`,
    data: { approval_id: id, scope: project, action: `do ${id}`, ...data },
  });

/** The standing approvals that there are. */
const kept = () => world.client.hvals('jobwire:standing');

const said = (chat: number, id: string) =>
  world.telegram.messages(chat).filter(({ text }) => new RegExp(`do ${id}\\b`).test(text));

const shownBy = (chat: number, id: string, says: RegExp): Promise<SimMessage> =>
  world.telegram.waitFor(() => said(chat, id).find(({ text }) => says.test(text)), SOON_MS);

async function tapLast(message: SimMessage, personId: number) {
  const data = message.keyboard.at(-1)?.[0]?.callback_data ?? '';
  const { chatId, messageId } = message;
  return world.telegram.tap({ chatId, messageId, personId, data, timeoutMs: 60_000 });
}

/** Somebody approves the first request in advance. */
async function give(project: string, chat: number): Promise<void> {
  await ask(project, `${project}-0`);
  const asked = await world.asked(chat, `${project}-0`);
  expect((await tapLast(asked, chat)).text).toMatch(/later ones like it too|Received\. Saving …/);
  await waitUntil(async () => (await world.standing(`${project}-0`)).status === 'approved');
}

const decided = async (project: string) =>
  (await world.announced(project)).map(({ event_type, data }) => {
    return `${event_type} ${data.approval_id} ${data.decided_by?.via}`;
  });

describe('a request like one that somebody approved in advance', () => {
  it('is decided, said on the bus, and shown once, silently, with a button to stop', async () => {
    await give('shown', 1001);
    await ask('shown', 'shown-1');
    const card = await shownBy(1001, 'shown-1', /Approved in advance by Person1001/);
    expect(card.silent).toBe(true);
    expect(said(1001, 'shown-1')).toHaveLength(1);
    const shows = world.telegram.calls.filter(({ method, params }) => {
      return method === 'sendMessage' && JSON.stringify(params).includes('do shown-1');
    });
    expect(shows).toHaveLength(1);
    expect(await decided('shown')).toEqual([
      'job.approved shown-0 telegram',
      'job.approved shown-1 standing',
    ]);
    const { audit, outcome } = await world.standing('shown-1');
    expect(outcome?.by).toEqual({ id: '1001', name: 'Person1001', via: 'standing' });
    expect(audit.map(({ what }) => what)).toEqual(['asked', 'vote', 'approved']);
    await ask('shown', 'shown-2', { action: 'do shown-2; rm -rf /' });
    expect((await world.asked(1001, 'shown-2')).silent).toBe(false);
    expect((await tapLast(card, 1001)).text).toMatch(/Stopped|Received\. Saving …/);
    await waitUntil(async () => (await kept()).every((text) => !text.includes('"shown"')));
    await ask('shown', 'shown-3');
    expect((await world.asked(1001, 'shown-3')).silent).toBe(false);
    expect((await world.standing('shown-3')).status).toBe('pending');
    expect((await world.standing('shown-2')).status).toBe('pending');
  });

  it('waits for a second person where two have to approve, and is shown once until then', async () => {
    await ask('pair', 'pair-0', { action: 'do it' });
    const asked = await Promise.all([1003, 1004].map((chat) => world.asked(chat, 'it')));
    await tapLast(asked[0] as SimMessage, 1003);
    await waitUntil(async () => (await world.standing('pair-0')).votes?.length === 1);
    await ask('pair', 'pair-1', { action: 'do it' });
    await waitUntil(async () => (await world.standing('pair-1')).votes?.length === 1);
    expect((await world.standing('pair-1')).status).toBe('pending');
    await tapLast(asked[1] as SimMessage, 1004);
    await waitUntil(async () => (await world.standing('pair-0')).status === 'approved');
    await ask('pair', 'pair-2', { action: 'do it' });
    await waitUntil(async () => (await world.standing('pair-2')).status === 'approved');
  });

  it('is asked again once its session is closed', async () => {
    await give('ends', 1002);
    await publish(world.client, {
      event_type: 'session.closed',
      project_id: 'ends',
      session_id: 'S1',
      data: {},
    });
    await ask('ends', 'ends-1');
    await world.asked(1002, 'ends-1');
    expect((await world.standing('ends-1')).status).toBe('pending');
  });

  it('is asked again once the time is over', async () => {
    await give('slow', 1006);
    await waitUntil(async () => (await kept()).every((text) => !text.includes('"slow"')));
    await ask('slow', 'slow-1');
    await world.asked(1006, 'slow-1');
    expect((await world.standing('slow-1')).status).toBe('pending');
  });
});

describe('SIGKILL', () => {
  const held = () => world.client.zcard('jobwire:approvals:held');

  /** Asks until a request is caught between its arrival and its decision, and kills the program there. */
  async function killBetween(): Promise<string[]> {
    const asked: string[] = [];
    while (asked.length < MAX_TRIES) {
      const id = `kills-${asked.length + 1}`;
      asked.push(id);
      await ask('kills', id);
      while ((await held()) === 0 && !(await isDecided(id))) await systemClock.sleep(1);
      await world.client.call('CLIENT', 'PAUSE', HELD_MS, 'WRITE');
      const isCaught = (await held()) > 0;
      if (isCaught) await world.programs[0]?.kill9();
      await world.client.call('CLIENT', 'UNPAUSE');
      if (isCaught) return asked;
    }
    throw new Error(`none of ${MAX_TRIES} requests was caught`);
  }

  const isDecided = async (id: string) =>
    (await decided('kills')).some((text) => text.includes(` ${id} `));

  it('between a request and its decision loses neither, and says it once', async () => {
    await give('kills', 1005);
    const asked = await killBetween();
    const caught = asked.at(-1) ?? '';
    expect(await isDecided(caught)).toBe(false);
    expect(said(1005, caught)).toEqual([]);
    await world.start();
    const card = await shownBy(1005, caught, /Approved in advance/);
    expect(card.silent).toBe(true);
    const of = (id: string) => `job.approved ${id} standing`;
    expect(await decided('kills')).toEqual(['job.approved kills-0 telegram', ...asked.map(of)]);
    expect((await world.standing(caught)).audit.map(({ what }) => what)).toEqual([
      'asked',
      'vote',
      'approved',
    ]);
    expect(said(1005, caught)).toHaveLength(1);
  });
});
