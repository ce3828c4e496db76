// Webhook mode of the built program: replicas behind a balancer, killed, exchanged, and without Redis.
import type { WebhookInfo } from 'grammy/types';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/runtime/clock.ts';
import { type Balancer, startBalancer } from '../helpers/balancer.ts';
import type { Program, Settings } from '../helpers/program.ts';
import { startProxy } from '../helpers/proxy.ts';
import { publish } from '../helpers/publish.ts';
import { createSeeded } from '../helpers/seeded.ts';
import { ownMs } from '../helpers/stopwatch.ts';
import { waitUntil } from '../helpers/wait.ts';
import { ANA, createWorld, type World } from '../helpers/world.ts';

const SECRET = 'f3a9c17e5b2d8046';
const PARKED = 'jobwire:updates:parked';

let world: World;
let balancer: Balancer;

beforeEach(async () => {
  world = await createWorld();
  balancer = await startBalancer();
});
afterEach(async () => {
  await world.end();
  await balancer.stop();
});

const viaWebhook = (more: Settings = {}) =>
  world.start({
    TELEGRAM_MODE: 'webhook',
    WEBHOOK_URL: `${balancer.url}/telegram/webhook`,
    WEBHOOK_SECRET: SECRET,
    ...more,
  });

/** One more program that Telegram reaches. */
async function joined(more: Settings = {}): Promise<Program> {
  const program = await viaWebhook(more);
  balancer.targets = [...balancer.targets, program.url];
  return program;
}

const say = (text: string) => world.simulator.world.say({ chatId: ANA, personId: ANA, text });
const answers = () => world.simulator.world.messages(ANA).filter(({ from }) => from.isBot);
const answered = (count: number) =>
  world.simulator.world.waitFor(() => answers().length >= count && answers(), 60_000);
const parked = () => world.client.hlen(PARKED);
const settled = () => waitUntil(async () => (await parked()) === 0);

interface State {
  readonly ok: boolean;
  readonly detail: string;
}

async function component({ url }: Program): Promise<State | undefined> {
  const answer = (await (await fetch(`${url}/readyz`)).json()) as {
    readonly components: Readonly<Record<string, State>>;
  };
  return answer.components.telegram;
}

/** As Telegram has it. */
async function webhook(): Promise<WebhookInfo> {
  const { apiRoot, token } = world.simulator;
  const answer = await fetch(`${apiRoot}/bot${token}/getWebhookInfo`);
  return ((await answer.json()) as { readonly result: WebhookInfo }).result;
}

const post = (url: string, headers: Record<string, string>, id = 7) =>
  fetch(`${url}/telegram/webhook`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ update_id: id }),
  });

it('handles what Telegram posts to two replicas once and in order', async () => {
  const replicas = [await joined(), await joined()];
  await world.simulator.world.waitFor(async () => (await webhook()).url !== '');
  const levels = Array.from({ length: 6 }, (_, at) => (at % 2 === 0 ? 'errors' : 'all'));
  for (const level of levels) say(`/level ${level}`);
  const said = (await answered(levels.length)).map(({ text }) => /failures|everything/.exec(text));
  expect(said.map((found) => (found?.[0] === 'failures' ? 'errors' : 'all'))).toEqual(levels);
  await settled();
  expect(answers()).toHaveLength(levels.length);
  const { calls } = world.simulator.world;
  expect(calls.filter(({ method }) => method === 'getUpdates')).toEqual([]);
  expect(calls.filter(({ method }) => method === 'setWebhook')).toHaveLength(1);
  expect(await Promise.all(replicas.map(component))).toEqual([
    { ok: true, detail: 'updates come by webhook' },
    { ok: true, detail: 'updates come by webhook; another replica handles them' },
  ]);
});

it('loses nothing and repeats nothing when all are killed with what they kept', async () => {
  const [leader, other] = [await joined(), await joined()];
  say('/start');
  await answered(1);
  await settled();
  leader.signal('SIGSTOP');
  balancer.targets = [other.url];
  for (let count = 0; count < 3; count += 1) say('/whoami');
  // Kept, and Telegram knows it: nothing of them is posted again.
  await waitUntil(async () => (await parked()) === 3);
  await waitUntil(async () => (await webhook()).pending_update_count === 0);
  await other.kill9();
  await leader.kill9();
  expect(answers()).toHaveLength(1);
  balancer.targets = [];
  await joined();
  await answered(4);
  await settled();
  expect(answers()).toHaveLength(4);
});

it('counts a tap once, whenever the replica that handles it is killed', async () => {
  let leader = await joined();
  say('/start');
  await answered(1);
  for (let round = 0; round < 5; round += 1) {
    const next = await joined();
    const data = { approval_id: `ap-${round}`, scope: 'push', action: `push-${round}` };
    await publish(world.client, { event_type: 'job.approval_needed', job_id: 'j1', data });
    const { world: telegram } = world.simulator;
    const asked = await telegram.waitFor(
      () => telegram.messages(ANA).find(({ text }) => text.includes(`push-${round}`)),
      60_000,
    );
    const tap = { chatId: ANA, messageId: asked.messageId, personId: ANA, row: 0, column: 0 };
    const posted = balancer.statuses.length;
    void telegram.tap(tap).catch(() => undefined);
    // Before it is kept, or at some moment while it is handled.
    if (round > 0) await waitUntil(() => balancer.statuses.length > posted);
    await systemClock.sleep(round * 5);
    await leader.kill9();
    balancer.targets = [next.url];
    leader = next;
    await telegram.waitFor(() => {
      const now = telegram.messages(ANA).filter(({ text }) => text.includes(`push-${round}`));
      return now.some(({ keyboard }) => keyboard.length === 0);
    }, 60_000);
  }
  const entries = await world.client.xrange('televibe:stream:project-a', '-', '+');
  const decided = entries
    .map(([, fields]) => JSON.parse(fields[1] ?? '{}'))
    .filter(({ source }) => source.component === 'jobwire')
    .map(({ data }) => `${data.approval_id} ${data.decision}`);
  expect(decided).toEqual([0, 1, 2, 3, 4].map((round) => `ap-${round} approved`));
});

it('refuses whoever does not know the secret, and goes on with Telegram', async () => {
  const program = await joined();
  const wrong = [{}, { 'x-telegram-bot-api-secret-token': `${SECRET}0` }];
  for (let tries = 0; tries < 30; tries += 1) {
    for (const headers of wrong) expect((await post(program.url, headers)).status).toBe(401);
  }
  expect(await parked()).toBe(0);
  say('/whoami');
  await answered(1);
});

it('changes from polling to a webhook and back, replica by replica, and loses nothing', async () => {
  const polling = await world.start();
  say('/whoami');
  await answered(1);
  const hooked = await joined();
  expect((await component(hooked))?.ok).toBe(true);
  expect((await webhook()).url).toBe('');
  say('/whoami');
  await answered(2);
  const stopping = polling.stop();
  say('/whoami');
  await stopping;
  await answered(3);
  expect((await webhook()).url).toBe(`${balancer.url}/telegram/webhook`);

  const back = await world.start();
  say('/whoami');
  await answered(4);
  const ending = hooked.stop();
  say('/whoami');
  say('/whoami');
  await ending;
  await answered(6);
  expect((await webhook()).url).toBe('');
  say('/whoami');
  await answered(7);
  await vi.waitFor(async () => expect((await component(back))?.ok).toBe(true), 60_000);
  await settled();
  expect(answers()).toHaveLength(7);
});

it('answers 503 and taps within a second while Redis is away, and handles them once afterwards', async () => {
  const proxy = await startProxy(world.redis.port, createSeeded(1));
  try {
    const program = await joined({ REDIS_URL: `redis://127.0.0.1:${proxy.port}` });
    say('/level');
    const [level] = await answered(1);
    await settled();
    proxy.blackhole(true);
    const { messageId = 0, keyboard = [], text = '' } = level ?? {};
    const data = keyboard.flat().at(-1)?.callback_data ?? '';
    const { world: telegram } = world.simulator;
    const tap = telegram.tap({ chatId: ANA, messageId, personId: ANA, data });
    expect(await ownMs(() => tap)).toBeLessThan(1_000);
    expect(await tap).toMatchObject({ text: 'Received. Saving …', showAlert: false });
    const headers = { 'x-telegram-bot-api-secret-token': SECRET };
    const asked = post(program.url, headers);
    expect(await ownMs(() => asked)).toBeLessThan(1_000);
    expect((await asked).status).toBe(503);
    say('/whoami');
    await waitUntil(() => balancer.statuses.at(-1) === 503);
    proxy.blackhole(false);
    await answered(2);
    await telegram.waitFor(() => telegram.message(ANA, messageId)?.text !== text, 60_000);
    await settled();
    expect(answers()).toHaveLength(2);
  } finally {
    proxy.blackhole(false);
    await proxy.stop();
  }
});
