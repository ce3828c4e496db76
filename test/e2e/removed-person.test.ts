// A person who loses their last role, with the built program: whatever they had open ends at once, kind by kind.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { SimMessage } from '../../src/simulator/world/model.ts';
import type { Program } from '../helpers/program.ts';
import { publish } from '../helpers/publish.ts';
import { tapUntilTold } from '../helpers/slow-taps.ts';
import { initDataOf } from '../helpers/telegram-signature.ts';
import { waitUntil } from '../helpers/wait.ts';
import { ADMIN_TOKEN, ANA, createWorld, type World } from '../helpers/world.ts';

const [LEA, DAN] = [1007, 1008];
const GROUP = -1_001_000_000_001;
const SOON_MS = 60_000;
const POLICIES = `
approvals:
  - { match: { project: shop, scope: twice }, required: 2 }
  - { match: { project: shop, scope: ahead }, standing: { for: 1h, scope: session } }
default: { required: 1 }
`;

let world: World;
let program: Program;
let folder: string;
/** What Lea had open, before she was removed. */
let open: Awaited<ReturnType<typeof openEverything>>;
const telegram = () => world.simulator.world;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jw-removed-'));
  const policyFile = join(folder, 'policy.yaml');
  await writeFile(policyFile, POLICIES);
  await writeFile(join(folder, 'j1.log'), 'first line\n');
  const settings = { POLICY_FILE: policyFile, LOGS_DIR: folder, TAIL_INTERVAL_MS: '300' };
  world = await createWorld({ limits: 'off', settings });
  for (const [id, firstName] of [
    [LEA, 'Lea'],
    [DAN, 'Dan'],
  ] as const) {
    telegram().addPerson({ id, firstName, languageCode: 'en' });
    telegram().addPrivateChat(id);
  }
  telegram().addGroup({ id: GROUP, title: 'Shop team', members: [ANA, LEA] });
  program = await world.start();
  open = await openEverything();
  await answer(ANA, `/revoke ${LEA}`, /no longer has/);
});
afterAll(async () => {
  open?.socket.close();
  open?.ending.abort();
  open?.browser.socket.close();
  open?.browser.ending.abort();
  await world?.end();
  await rm(folder, { recursive: true, force: true });
});

/** The first message of the bot that matches, of those after `since`. */
function bubble(chatId: number, pattern: RegExp, since = 0): Promise<SimMessage> {
  const find = () =>
    telegram()
      .messages(chatId)
      .find(({ from, messageId, text }) => from.isBot && messageId > since && pattern.test(text));
  return telegram().waitFor(find, SOON_MS);
}

async function answer(personId: number, text: string, pattern: RegExp) {
  const { messageId } = telegram().say({ chatId: personId, personId, text });
  return bubble(personId, pattern, messageId);
}

function request(id: string, scope: string) {
  return publish(world.client, {
    event_type: 'job.approval_needed',
    project_id: 'shop',
    session_id: 'S1',
    job_id: 'j1',
    data: { approval_id: id, scope, action: `do ${id}` },
  });
}

function buttonOf({ keyboard }: SimMessage, label: RegExp): string {
  const found = keyboard.flat().find(({ text }) => label.test(text))?.callback_data;
  if (found === undefined) throw new Error(`no ${label} among ${JSON.stringify(keyboard)}`);
  return found;
}

function tap(message: SimMessage, data: string, personId = LEA) {
  const { chatId, messageId } = message;
  return tapUntilTold(telegram(), { chatId, messageId, personId, data });
}

async function call(path: string, token: string, body?: object) {
  const response = await fetch(`${program.url}${path}`, {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(SOON_MS),
  });
  return { status: response.status, body: await response.json() };
}

async function outcomeOf(id: string): Promise<string> {
  const { body } = await call(`/api/v1/approvals/${id}`, ADMIN_TOKEN);
  return (body as { status: string }).status;
}

/** A browser in which she opens the Mini App: its cookie, and a stream and a socket that it opened. */
async function openBrowser() {
  const signIn = await signInAsLea();
  const cookie = signIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  return { cookie, ...(await openLive({ cookie, origin: program.url })) };
}

function signInAsLea() {
  return fetch(`${program.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: program.url },
    body: JSON.stringify({ init_data: initDataOf(world.simulator.token, { id: LEA }) }),
    signal: AbortSignal.timeout(SOON_MS),
  });
}

/** A stream and a socket. */
async function openLive(headers: Record<string, string>) {
  const ending = new AbortController();
  const stream = await fetch(`${program.url}/events`, { headers, signal: ending.signal });
  let said = '';
  const streamEnded = (async () => {
    for await (const piece of stream.body?.pipeThrough(new TextDecoderStream()) ?? [])
      said += piece;
    return said;
  })();
  const socket = new WebSocket(`${program.url.replace('http', 'ws')}/ws/jobs`, { headers });
  const socketEnded = new Promise<number>((resolve) => socket.once('close', resolve));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return { ending, streamEnded, socket, socketEnded };
}

async function openEverything() {
  await answer(ANA, '/start', /I post here/);
  await answer(ANA, `/grant ${LEA} admin shop`, /is now: admin of shop/);
  await answer(LEA, '/start', /I post here/);
  telegram().say({ chatId: GROUP, personId: LEA, text: '/subscribe project shop' });
  await bubble(GROUP, /shop/);
  await publish(world.client, {
    event_type: 'job.started',
    project_id: 'shop',
    session_id: 'S1',
    job_id: 'j1',
  });
  const made = await answer(LEA, '/invite viewer shop', /Invitation: viewer of shop/);
  for (const [id, scope] of [
    ['voted', 'twice'],
    ['ahead-0', 'ahead'],
    ['waiting', 'push'],
  ] as const) {
    await request(id, scope);
    // One by one: requests that come together are shown together.
    await bubble(LEA, new RegExp(`do ${id}`));
  }
  const voted = await bubble(LEA, /do voted/);
  await tap(voted, buttonOf(voted, /Approve/));
  const ahead = await bubble(LEA, /do ahead-0/);
  await tap(ahead, ahead.keyboard.at(-1)?.[0]?.callback_data ?? '');
  const standing = async () => (await call('/api/v1/standing', ADMIN_TOKEN)).body;
  await waitUntil(async () => JSON.stringify(await standing()).includes('ahead'));
  const waiting = await bubble(LEA, /do waiting/);
  const tail = await answer(LEA, '/tail j1', /first line/);
  const wish = { name: 'lea', scopes: ['read', 'publish', 'decide'], user_id: String(LEA) };
  const { token } = (await call('/api/v1/tokens', ADMIN_TOKEN, wish)).body as { token: string };
  const code = /jwi_[\w-]{55}/.exec(made.text)?.[0] ?? '';
  for (const text of ['/approvals', '/members', '/level', '/invite']) await answer(LEA, text, /./);
  const browser = await openBrowser();
  const live = await openLive({ authorization: `Bearer ${token}` });
  return { waiting, tail, token, code, browser, ...live };
}

describe('of a person who lost their last role', () => {
  it('they are told so', async () => {
    const told = await bubble(LEA, /took a role from you/);
    expect(told.text).toContain('admin of shop');
    expect(told.text).toContain('You now have: no role');
  });

  it('streams and sockets with their token end', async () => {
    expect(await open.streamEnded).toContain('your rights have changed');
    expect(await open.socketEnded).toBe(1008);
  });

  it('sessions of their browser end, with what these had open, and none begins', async () => {
    expect(await open.browser.streamEnded).toContain('your rights have changed');
    expect(await open.browser.socketEnded).toBe(1008);
    const { cookie } = open.browser;
    const session = await fetch(`${program.url}/api/v1/session`, { headers: { cookie } });
    const again = await signInAsLea();
    expect([session.status, again.status]).toEqual([401, 403]);
    expect(await again.text()).toContain(String(LEA));
  });

  it('tokens end: for reading, publishing and deciding', async () => {
    const event = { event_type: 'job.started', project_id: 'shop', job_id: 'j9' };
    const answers = [
      await call('/api/v1/jobs', open.token),
      await call('/api/v1/events', open.token, event),
      await call('/api/v1/approvals/waiting/decision', open.token, { decision: 'approve' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
  });

  it('live logs end with a line that says so, and show nothing more', async () => {
    const { messageId } = open.tail;
    const shown = () =>
      telegram()
        .messages(LEA)
        .find((one) => one.messageId === messageId)?.text ?? '';
    await waitUntil(() => /may no longer|no longer allowed|rights/i.test(shown()), { saw: shown });
    await writeFile(join(folder, 'j1.log'), 'first line\nsecret line\n');
    await answer(LEA, '/whoami', /no role/);
    expect(shown()).not.toContain('secret line');
  });

  it('invitations give nothing to anybody', async () => {
    const told = await answer(DAN, `/start ${open.code}`, /./);
    expect(told.text).toContain('This invitation is not valid, or not any more.');
    expect((await answer(ANA, '/members', /People/)).text).toContain('open invitations: 0');
  });

  it('no button of any of their messages does anything', async () => {
    const before = await world.client.hgetall('jobwire:members');
    const messages = telegram()
      .messages(LEA)
      .filter(({ from }) => from.isBot);
    const tapped = messages.flatMap((message) =>
      message.keyboard.flat().map(({ callback_data: data = '' }) => ({ message, data })),
    );
    expect(tapped.length).toBeGreaterThan(8);
    for (const { message, data } of tapped) {
      const { text } = await tap(message, data);
      expect(text, data).toMatch(/no role|only an admin|too old|no longer|nothing was changed/i);
    }
    expect(await world.client.hgetall('jobwire:members')).toEqual(before);
    expect(await outcomeOf('waiting')).toBe('pending');
  });

  it('votes no longer count, and approvals in advance end', async () => {
    const asked = await bubble(ANA, /do voted/);
    await tap(asked, buttonOf(asked, /Approve/), ANA);
    await request('ahead-1', 'ahead');
    await bubble(ANA, /do ahead-1/);
    expect([await outcomeOf('voted'), await outcomeOf('ahead-1')]).toEqual(['pending', 'pending']);
  });

  it('neither their chat nor a group that they subscribed hears anything', async () => {
    const seen = [LEA, GROUP].map((chat) => telegram().messages(chat).length);
    await publish(world.client, {
      event_type: 'job.failed',
      project_id: 'shop',
      job_id: 'j2',
      data: { error: 'never seen' },
    });
    await bubble(ANA, /never seen/);
    await answer(LEA, '/whoami', /no role/);
    const texts = [LEA, GROUP].flatMap((chat, at) => telegram().messages(chat).slice(seen[at]));
    expect(texts.map(({ text }) => text).join('\n')).not.toContain('never seen');
  });
});
