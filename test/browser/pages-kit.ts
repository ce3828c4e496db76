// The dashboard of the built program in a real browser, somebody signed in with a token.
import { existsSync, mkdirSync } from 'node:fs';
import axe from 'axe-core';
import { type BrowserContextOptions, chromium, type Page, type Route } from 'playwright-core';
import { publish } from '../helpers/publish.ts';
import { ADMIN_TOKEN, ANA, createWorld } from '../helpers/world.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
/** Screenshots for whoever wants to look at what the test saw. */
const SHOTS = 'reports/screens';

export const SHOP = 'acme/shop';

interface Opening extends BrowserContextOptions {
  readonly scopes?: readonly string[];
}

export type PagesKit = Awaited<ReturnType<typeof startPages>>;

export async function startPages() {
  mkdirSync(SHOTS, { recursive: true });
  const world = await createWorld();
  const program = await world.start();
  const telegram = world.simulator.world;
  telegram.say({ chatId: ANA, personId: ANA, text: '/start' });
  await telegram.waitFor(() => telegram.messages(ANA).find(({ text }) => /I post here/.test(text)));
  const executablePath = CHROMIUM.find((path) => existsSync(path)) ?? '';
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  const complaints: string[] = [];

  /** As somebody with this token, over the API. */
  function ask(method: string, path: string, { token = ADMIN_TOKEN, body }: Asking = {}) {
    return fetch(program.url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body ? JSON_TYPE : {}) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async function readingToken(): Promise<string> {
    const body = { name: 'reader', scopes: ['read'] };
    const made = await (await ask('POST', '/api/v1/tokens', { body })).json();
    return (made as { readonly token: string }).token;
  }

  return {
    client: world.client,
    /** What the pages' consoles complained about. */
    complaints,
    /** A page in a browser of its own, signed in. */
    async open(path: string, { scopes = ['admin'], ...options }: Opening = {}): Promise<Page> {
      const token = scopes.includes('admin') ? ADMIN_TOKEN : await readingToken();
      const viewport = { width: 1200, height: 800 };
      const context = await browser.newContext({ locale: 'en', viewport, ...options });
      const page = await context.newPage();
      page.on('console', (message) => {
        // Browsers note every refusal, and that nobody was signed in at first is one.
        const isExpected = /\b(401|404|409|422)\b|ERR_INTERNET/.test(message.text());
        if (message.type() === 'error' && !isExpected) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      const who = { id: 'x', name: 'x', scopes, projects: 'all', access_token: token };
      await page.route('**/api/v1/session', (route) => answerSession(route, who));
      await page.goto(program.url + path);
      await page.locator('#token').fill(token);
      await page.locator('button[type=submit]').click();
      await page.locator('main h1').waitFor();
      return page;
    },
    tell: (job_id: string, event_type: string, data: Readonly<Record<string, unknown>> = {}) =>
      publish(world.client, { event_type, project_id: SHOP, job_id, data }),
    ask,
    async shot(page: Page, name: string): Promise<void> {
      await page.screenshot({ path: `${SHOTS}/pages-${name}.png`, fullPage: true });
    },
    async end(): Promise<void> {
      await browser.close();
      await world.end();
    },
  };
}

/** As where a frame keeps no cookie: the answer to a sign-in brings what is sent instead of it. */
function answerSession(route: Route, who: object): Promise<void> {
  if (route.request().method() === 'POST') return route.fulfill({ status: 201, json: who });
  return route.fulfill({ status: 401, json: { code: 'unauthenticated' } });
}

interface Asking {
  readonly token?: string;
  readonly body?: object;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** What axe finds wrong; needs a context with `bypassCSP`. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(`axe.run(document).then(({ violations }) => violations.flatMap(
    ({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 200))))`);
}
