// The built program on what jobwire 0.2 left behind when it was killed in the middle of its work: its Redis and its
// chats.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Program } from '../helpers/program.ts';
import { ANA } from '../helpers/world.ts';
import {
  BEN,
  CLEO,
  createFormerWorld,
  EVE,
  FORUM,
  type FormerWorld,
  formerJobs,
  formerNames,
  GROUP,
  HAS_APPROVED,
  httpApiOf,
} from './former-world.ts';

const WAIT_MS = 60_000;
/** Tokens of then: of Ben's; and of nobody, for the projects shop and tools. */
const CI = 'jw_q5CEv69jNQvECp6X5b3lji5bK11afc4fBEQswuyjyro';
const ROBOT = 'jw_vs5Ao51bDnSs9a-XpKICrAOYUk1XHrtmGq7R62WOzoI';
/** Sealed with the key of then: behind all events but the last one. */
const CURSOR = 'GAk3ZkpG.RAUaqC7l5iQY92Xb5rOyy6SI_vRla_oJoH9cvRzJmJA1acNXGK-WQ6nu94U';
const LAST_EVENT = '99e3de41-5d86-4a84-a059-f048a658d638';

let world: FormerWorld;
let program: Program;
let web: ReturnType<typeof httpApiOf>;
beforeAll(async () => {
  world = await createFormerWorld('0.2');
  // History is unconfirmed, which a start waits for no more than for anything else.
  program = await world.start({ ADMIN_USER_IDS: `${ANA},${EVE}` });
  web = httpApiOf(program);
});
afterAll(() => world.end());

/** A message of the bot that was not there then, once it is. */
function told(chat: number, says: RegExp) {
  const former = world.messages.filter(({ chatId }) => chatId === chat);
  const last = Math.max(...former.map(({ messageId }) => messageId));
  return world.until(() =>
    world.telegram
      .messages(chat)
      .find(({ from, text, messageId }) => from.isBot && messageId > last && says.test(text)),
  );
}

/** What a stream tells behind a cursor, up to its first event. */
async function firstBehind(cursor: string, token: string) {
  const headers = { authorization: `Bearer ${token}`, 'last-event-id': cursor };
  const ended = new AbortController();
  const { signal } = ended;
  const { body } = await fetch(`${program.url}/events`, { headers, signal });
  let text = '';
  for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    if (/^data: .*\n\n/m.test(text)) break;
  }
  ended.abort();
  return text;
}

/** What was said of a request on the bus, by its types. */
async function saidOf(id: string): Promise<string[]> {
  const entries = await world.client.xrange('televibe:stream:shop', '-', '+');
  return entries.flatMap(([, [, text = '']]) => {
    const isDecision = text.includes(`"approval_id":"${id}"`) && text.includes('"decision":');
    return isDecision ? [JSON.parse(text).event_type] : [];
  });
}

/** What `/readyz` says of it. */
async function history(): Promise<unknown> {
  const answer = await (await fetch(`${program.url}/readyz`)).json();
  return (answer as { components: { history?: unknown } }).components.history;
}

describe('a program that starts on the data of 0.2', () => {
  it('moves them and can read everything', async () => {
    const moves = program.log.filter(({ msg }) => msg.startsWith('migration_'));
    expect(moves.map(({ msg, to }) => [msg, to])).toEqual([
      ['migration_started', 3],
      ['migration_done', 3],
    ]);
    expect(await world.client.get('jobwire:layout')).toBe('3');
    const { jobs } = (await web.get('jobs?limit=100')) as { jobs: { id: string }[] };
    // Those of messages that waited may be there already.
    const former = formerJobs('0.2');
    expect(former.length).toBeGreaterThan(30);
    const moved = jobs.filter(({ id }) => former.includes(id));
    expect(moved.map(({ id }) => id).sort()).toEqual(former);
    const { approvals } = (await web.get('approvals?limit=100')) as { approvals: unknown[] };
    const requests = formerNames('jobwire:approvals:all', '0.2').length;
    expect(approvals.length).toBeGreaterThanOrEqual(requests);
  });

  it('sends what waited: news, requests, a reminder, an answer, a question', async () => {
    await told(BEN, /news that waited in shop/);
    await told(GROUP, /news that waited in tools/);
    for (const chat of [ANA, BEN, CLEO, FORUM]) await told(chat, /do late-1/);
    await told(ANA, /^🔔[\s\S]*do far-1/);
    await told(ANA, /This chat gets:\n• everything\nLevel: all/);
    await told(EVE, /\+2,029 more/);
    await world.settled({ chat: ANA, id: 'stray-1' }, /Approved/);
  });

  it('takes a tap that 0.2 had kept: it asks why', async () => {
    await told(BEN, /why do you deny this\? do deploy-2/);
  });

  it('takes a tap on a button of then, once', async () => {
    expect(await world.approve({ chat: ANA, id: 'deploy-1' })).toMatch(/already: 1 of 2/);
    expect(await world.approve({ chat: BEN, id: 'deploy-1' })).toMatch(HAS_APPROVED);
    for (const chat of [ANA, BEN, CLEO, FORUM]) {
      await world.settled(
        { chat, id: 'deploy-1' },
        /(?:Approved by|Freigegeben von) Ana (?:and|und) Ben/,
      );
    }
    await world.approve({ chat: BEN, id: 'deploy-1' });
    expect(await saidOf('deploy-1')).toEqual(['job.approved']);
  });

  it('takes the answer to a question of then', async () => {
    const question = world.messages.find(
      ({ forceReply, text }) => forceReply && /docs-1/.test(text),
    );
    const [text, replyTo] = ['the docs are not ready', question?.messageId ?? 0];
    world.telegram.say({ chatId: ANA, personId: ANA, text, replyTo });
    await world.settled({ chat: ANA, id: 'docs-1' }, /Denied[\s\S]*the docs are not ready/);
  });

  it('knows the tokens of then, and who they are', async () => {
    expect((await web.approve('deploy-3', CI)).status).toBe(202);
    expect(await web.get('approvals/deploy-3')).toMatchObject({ status: 'pending' });
    expect((await web.approve('deploy-4', CI)).status).toBe(200);
    expect(await web.get('approvals/deploy-4')).toMatchObject({ status: 'approved' });
    expect((await web.approve('docs-3', ROBOT)).status).toBe(404);
  });

  it.each([
    ['one of then', CURSOR],
    ['an open one of then', 'GAk3ZkpG.1795923198220-0'],
  ])('goes on behind %s without a gap', async (_, cursor) => {
    const text = await firstBehind(cursor, CI);
    expect(text).not.toContain('event: gap');
    expect(text).toContain(LAST_EVENT);
  });

  it('tries again what could not be decoded', async () => {
    await program.logged('message_recovered');
    expect(await world.client.zcard('jobwire:again')).toBe(0);
  });

  it('shows the dead letters of then', async () => {
    world.telegram.say({ chatId: ANA, personId: ANA, text: '/dlq' });
    await told(ANA, /The message is not JSON/);
    expect(await world.client.xlen('jobwire:dlq')).toBe(5);
  });

  it('says what went back in time then, until somebody confirms it', async () => {
    expect(await history()).toMatchObject({ ok: false });
    world.telegram.say({ chatId: ANA, personId: ANA, text: '/health seen' });
    await vi.waitFor(async () => expect(await history()).toMatchObject({ ok: true }), WAIT_MS);
  });

  it('goes on with a selection and a live log', async () => {
    const isPick = (data = '') => data.startsWith('m:');
    const list = world.messages.find(({ keyboard = [] }) =>
      keyboard.flat().some(({ callback_data }) => isPick(callback_data)),
    );
    // The first one has expired, once a day has passed.
    const data = list?.keyboard?.flat()[1]?.callback_data ?? '';
    const tap = { chatId: ANA, messageId: list?.messageId ?? 0, personId: ANA, data };
    expect((await world.telegram.tap(tap)).text).toMatch(/selected|Received/);
    await world.client.xadd('televibe:logs:j-2', '*', 'line', 'smoke tests');
    const tail = world.messages.find(({ text }) => /building[\s\S]*testing/.test(text));
    const shown = () => world.telegram.message(ANA, tail?.messageId ?? 0);
    await world.until(() => shown()?.text.includes('smoke tests') || undefined);
  });

  it('complains of nothing but what was wrong then', () => {
    const wrong = program.log.filter(({ level }) => level === 'error' || level === 'fatal');
    expect([...new Set(wrong.map(({ msg }) => msg))]).toEqual(['component_failing']);
  });
});
