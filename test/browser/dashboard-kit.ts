// The dashboard of the built program in a real browser, and what happens on the bus beside it.
import { existsSync, mkdirSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { publish } from '../helpers/publish.ts';
import { ADMIN_TOKEN, ANA, createWorld } from '../helpers/world.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
/** Screenshots for whoever wants to look at what the test saw. */
const SHOTS = 'reports/screens';

export const PROJECT = 'acme/shop';
export const PHONE = { width: 360, height: 740 };

/** Nobody is signed in yet, something was refused, the line is down: browsers write that as errors. */
const EXPECTED = /\b(401|404|409|422|ERR_FAILED|ERR_INTERNET_DISCONNECTED)\b/;

export type DashboardKit = Awaited<ReturnType<typeof startDashboard>>;

interface Asking {
  readonly token?: string;
  readonly body?: unknown;
}

interface Opening extends BrowserContextOptions {
  /** Default: the admin's. */
  readonly token?: string;
}

export async function startDashboard() {
  mkdirSync(SHOTS, { recursive: true });
  const world = await createWorld();
  const program = await world.start();
  const telegram = world.simulator.world;
  telegram.say({ chatId: ANA, personId: ANA, text: '/start' });
  await telegram.waitFor(() => telegram.messages(ANA).find(({ text }) => /I post here/.test(text)));
  const executablePath = CHROMIUM.find((path) => existsSync(path)) ?? '';
  const browser: Browser = await chromium.launch({ executablePath, args: FLAGS });
  const complaints: string[] = [];

  /** A page in a browser of its own, at `path`, before anybody signs in. */
  async function visit(path = '/', options: BrowserContextOptions = {}): Promise<Page> {
    const viewport = { width: 1200, height: 800 };
    const context = await browser.newContext({ locale: 'en', viewport, ...options });
    const page = await context.newPage();
    page.on('console', (message) => {
      const text = message.text();
      if (message.type() === 'error' && !EXPECTED.test(text)) complaints.push(text);
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(program.url + path);
    return page;
  }

  /** Asks the API as somebody with this token. */
  function ask(method: string, path: string, { token = ADMIN_TOKEN, body }: Asking = {}) {
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    return fetch(program.url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...type },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  return {
    world,
    program,
    /** What the pages' consoles complained about. */
    complaints,
    visit,
    ask,
    /** The same, signed in. */
    async open(path?: string, { token, ...options }: Opening = {}): Promise<Page> {
      const page = await visit(path, options);
      await signIn(page, token);
      await page.locator('.pill-live').waitFor();
      return page;
    },
    async createToken(scopes: readonly string[]): Promise<string> {
      const body = { name: 'reader', scopes };
      const made = await (await ask('POST', '/api/v1/tokens', { body })).json();
      return (made as { readonly token: string }).token;
    },
    tell: (job_id: string, event_type: string, data: Readonly<Record<string, unknown>> = {}) =>
      publish(world.client, {
        ...{ event_type, project_id: PROJECT, session_id: 'checkout' },
        ...{ job_id, data },
      }),
    post: (path: string, body: unknown) => ask('POST', path, { body }),
    async shot(page: Page, name: string): Promise<void> {
      await page.screenshot({ path: `${SHOTS}/dashboard-${name}.png`, fullPage: true });
    },
    async end(): Promise<void> {
      await browser.close();
      await world.end();
    },
  };
}

export async function signIn(page: Page, token = ADMIN_TOKEN): Promise<void> {
  await page.locator('#token').fill(token);
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
