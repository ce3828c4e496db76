// The dashboard of the built program in a real browser, and what happens on the bus beside it.
import { existsSync, mkdirSync } from 'node:fs';
import axe from 'axe-core';
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Page,
  type Route,
} from 'playwright-core';
import type { Program } from '../helpers/program.ts';
import { publish } from '../helpers/publish.ts';
import { ADMIN_TOKEN, ANA, createWorld, type World } from '../helpers/world.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
/** Screenshots for whoever wants to look at what the test saw. */
const SHOTS = 'reports/screens';

export const PROJECT = 'acme/shop';
export const PHONE = { width: 360, height: 740 };

export interface DashboardKit {
  readonly world: World;
  readonly program: Program;
  /** What the pages' consoles complained about. */
  readonly complaints: string[];
  /** A page in a browser of its own, at `path`, signed in. */
  open(path?: string, options?: BrowserContextOptions): Promise<Page>;
  /** The same before anybody signs in. */
  visit(path?: string, options?: BrowserContextOptions): Promise<Page>;
  tell(job: string, type: string, data?: Readonly<Record<string, unknown>>): Promise<string>;
  post(path: string, body: unknown): Promise<Response>;
  shot(page: Page, name: string): Promise<void>;
  end(): Promise<void>;
}

export async function startDashboard(): Promise<DashboardKit> {
  mkdirSync(SHOTS, { recursive: true });
  const world = await createWorld();
  const program = await world.start();
  const telegram = world.simulator.world;
  telegram.say({ chatId: ANA, personId: ANA, text: '/start' });
  await telegram.waitFor(() => telegram.messages(ANA).find(({ text }) => /I post here/.test(text)));
  const executablePath = CHROMIUM.find((path) => existsSync(path)) ?? '';
  const browser: Browser = await chromium.launch({ executablePath, args: FLAGS });
  const complaints: string[] = [];

  async function visit(path = '/', options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({
      locale: 'en',
      viewport: { width: 1200, height: 800 },
      ...options,
    });
    const page = await context.newPage();
    page.on('console', (message) => {
      // That nobody is signed in yet is how a browser asks whether somebody is.
      const isExpected = /\b(401|404|409|ERR_FAILED)\b/.test(message.text());
      if (message.type() === 'error' && !isExpected) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.route('**/api/v1/session', answerSession);
    await page.goto(program.url + path);
    return page;
  }

  return {
    world,
    program,
    complaints,
    visit,
    async open(path, options) {
      const page = await visit(path, options);
      await signIn(page);
      await page.locator('.pill-live').waitFor();
      return page;
    },
    tell: (job, event_type, data = {}) =>
      publish(world.client, {
        event_type,
        project_id: PROJECT,
        session_id: 'checkout',
        job_id: job,
        data,
      }),
    post: (path, body) =>
      fetch(program.url + path, {
        method: 'POST',
        headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    async shot(page, name) {
      await page.screenshot({ path: `${SHOTS}/dashboard-${name}.png`, fullPage: true });
    },
    async end() {
      await browser.close();
      await world.end();
    },
  };
}

/** Where a frame keeps no cookie, the answer to a sign-in brings what is sent instead of it. */
function answerSession(route: Route): Promise<void> {
  if (route.request().method() !== 'POST') {
    return route.fulfill({ status: 401, json: { type: 'urn:jobwire:problem:unauthenticated' } });
  }
  const who = { id: 'admin', name: 'admin', scopes: ['admin'], projects: 'all' };
  return route.fulfill({ status: 201, json: { ...who, access_token: ADMIN_TOKEN } });
}

export async function signIn(page: Page): Promise<void> {
  await page.locator('#token').fill(ADMIN_TOKEN);
  await page.locator('button[type=submit]').click();
}

/** What axe finds wrong with the page as it is now. */
export async function violations(page: Page): Promise<string[]> {
  // In a world of its own, where the policy of the page does not count.
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send('Page.getFrameTree');
  const { executionContextId: contextId } = await session.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
  });
  await session.send('Runtime.evaluate', { contextId, expression: axe.source });
  const { result } = await session.send('Runtime.evaluate', {
    contextId,
    awaitPromise: true,
    returnByValue: true,
    expression: `axe.run(document).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => id + ': ' + html.slice(0, 200) + ' ' + failureSummary)))`,
  });
  await session.detach();
  return result.value;
}
