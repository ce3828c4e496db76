// From the chat into the dashboard and back, as in the demo: *Open* below a message shows its page as a Mini App of
// the chat page, signed in as whoever taps; what is decided in one appears in the other.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { silentLogger } from '../../src/runtime/logger.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { publish } from '../helpers/publish.ts';
import { freePort, startTestRedis, type TestRedis } from '../helpers/redis-server.ts';
import { newPage, shoot } from './browser.ts';

const [ANA, CLEO] = [1001, 1003];
const TITLE = 'Rework the cart';

let redis: TestRedis;
let client: Redis;
let simulator: Simulator;
let app: App;
let folder: string;

beforeAll(async () => {
  redis = await startTestRedis();
  client = redis.client();
  simulator = await startSimulator({ clock: systemClock, limits: 'off', appsByHttp: true });
  folder = await mkdtemp(join(tmpdir(), 'jobwire-open-'));
  app = await startApp();
  await meet(ANA, 'Ana');
  await said(ANA, `/grant ${CLEO} viewer`);
  await meet(CLEO, 'Cleo');
});
afterAll(async () => {
  await app?.stop();
  await simulator?.stop();
  await redis?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function startApp(): Promise<App> {
  const port = await freePort();
  const settings = {
    BOT_TOKEN: simulator.token,
    TELEGRAM_API_ROOT: simulator.apiRoot,
    REDIS_URL: redis.url,
    ADMIN_USER_IDS: String(ANA),
    DATA_DIR: folder,
    HTTP_PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    BATCH_WINDOW_MS: '300',
  };
  const config = loadConfig(settings, { require: 'BOT_TOKEN' });
  const deps = { clock: systemClock, log: silentLogger };
  const started = await createApp({ ...config, miniAppsByHttp: true }, deps);
  await started.start();
  return started;
}

async function meet(id: number, firstName: string): Promise<void> {
  simulator.world.addPerson({ id, firstName, languageCode: 'en' });
  simulator.world.addPrivateChat(id);
  await said(id, '/start');
}

/** Resolves with the answer. */
function said(id: number, text: string) {
  const { messageId } = simulator.world.say({ chatId: id, personId: id, text });
  return simulator.world.waitFor(({ messages }) =>
    messages(id).find((message) => message.from.isBot && message.messageId > messageId),
  );
}

function tell(event_type: string, data: Readonly<Record<string, unknown>>): Promise<string> {
  return publish(client, { event_type, project_id: 'shop', job_id: 'job-1', data });
}

async function ask(action: string): Promise<void> {
  await tell('job.approval_needed', { scope: 'push', action, reason: 'All tests pass' });
}

/** The chat page of somebody, by another name than the dashboard: browsers send it no cookie then. */
async function chatOf(id: number): Promise<Page> {
  const page = await newPage();
  const url = new URL(simulator.pageUrl);
  url.hostname = 'localhost';
  url.hash = `as=${id}&chat=${id}`;
  await page.goto(url.href);
  return page;
}

const bubble = (page: Page, text: string) =>
  page.locator('[data-message-id]', { hasText: text }).last();

/** Taps *Open* below the first message about the job. */
async function open(page: Page) {
  const card = page.locator('[data-message-id]', { hasText: TITLE }).first();
  await card.getByRole('button', { name: 'Open' }).click();
  const frame = page.frameLocator('.mini-app-frame');
  await frame.getByRole('heading', { level: 1, name: TITLE }).waitFor();
  await frame.locator('.pill-live').waitFor();
  return frame;
}

it('opens the job of a card, signed in; a denial there and a tap in the chat appear on both sides', async () => {
  await tell('job.started', { instruction: TITLE });
  const page = await chatOf(ANA);
  const frame = await open(page);
  await frame.getByText('Signed in as Ana').waitFor();
  expect(await page.context().cookies()).toEqual([]);

  await ask('git push origin cart');
  const request = frame.locator('article', { hasText: 'git push origin cart' });
  await request.getByRole('button', { name: 'Deny' }).click();
  await request.getByRole('textbox').fill('not before the release');
  await shoot(page, 'open-in-chat');
  await request.getByRole('button', { name: 'Deny' }).click();
  await bubble(page, 'git push origin cart').getByText('Denied by Ana').waitFor();
  await bubble(page, 'git push origin cart').getByText('not before the release').waitFor();

  await ask('npm publish');
  const second = frame.locator('article', { hasText: 'npm publish' });
  await second.getByRole('button', { name: 'Approve' }).waitFor();
  await bubble(page, 'npm publish').getByRole('button', { name: 'Approve', exact: false }).click();
  await second.locator('.outcome').getByText('by Ana').waitFor();
  expect(await second.getByRole('button').count()).toBe(0);
  await page.context().close();
});

it('shows a viewer the same, and nothing to decide with', async () => {
  await ask('terraform apply');
  const page = await chatOf(CLEO);
  const frame = await open(page);
  await frame.getByText('Signed in as Cleo').waitFor();
  const request = frame.locator('article', { hasText: 'terraform apply' });
  await request.waitFor();
  expect(await request.getByRole('button').count()).toBe(0);
  await page.context().close();
});

it('signs in with Telegram by a plain link, which comes back to the page that was asked for', async () => {
  const page = await newPage();
  const requested: string[] = [];
  page.on('request', (request) => requested.push(request.url()));
  const url = `http://127.0.0.1:${app.port}`;
  await page.goto(`${url}/jobs?project=shop`);
  await page.getByRole('link', { name: 'Sign in with Telegram' }).click();
  await page.getByRole('link', { name: 'Cleo' }).click();
  await page.getByText('Signed in as Cleo').waitFor();
  expect(page.url()).toBe(`${url}/jobs?project=shop`);
  const cookies = await page.context().cookies();
  expect(cookies).toMatchObject([{ name: 'jobwire', httpOnly: true, sameSite: 'Strict' }]);
  const origins = new Set(requested.map((each) => new URL(each).origin));
  expect(origins).toEqual(new Set([url, new URL(simulator.pageUrl).origin]));
  await page.context().close();
});
