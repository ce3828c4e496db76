// The dashboard of the built program in a real browser, and what happens on the bus beside it.
import axe from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Settings } from '../helpers/program.ts';
import { publish } from '../helpers/publish.ts';
import { freePort } from '../helpers/redis-server.ts';
import { ADMIN_TOKEN, ANA, createWorld } from '../helpers/world.ts';
import { complaintsOf, newPage, shoot } from './browser.ts';

export const PROJECT = 'acme/shop';
export const PHONE = { width: 360, height: 740 };

/** Nobody is signed in yet, something was refused, the line or the server is down: browsers write that as errors. */
const EXPECTED =
  /\b(40[149]|422|50[23]|ERR_(?:FAILED|INTERNET_DISCONNECTED|CONNECTION_\w+|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING|NETWORK_CHANGED))\b/;

export type DashboardKit = Awaited<ReturnType<typeof startDashboard>>;

interface Asking {
  readonly token?: string;
  readonly body?: unknown;
}

interface Opening extends BrowserContextOptions {
  /** Default: the admin's. */
  readonly token?: string;
  /** Where it is reached instead, as behind a proxy. */
  readonly at?: string;
  /** Called before it loads anything. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** `settings`: of the program, beside those of every world. */
export async function startDashboard(settings: Settings = {}) {
  // The same address after a restart, as people have it in their browsers.
  const HTTP_PORT = String(await freePort());
  const world = await createWorld({ limits: 'off', settings: { HTTP_PORT, ...settings } });
  let program = await world.start();
  const telegram = world.simulator.world;
  telegram.say({ chatId: ANA, personId: ANA, text: '/start' });
  await telegram.waitFor(() => telegram.messages(ANA).find(({ text }) => /I post here/.test(text)));
  const complaints: string[] = [];

  async function fresh(options: BrowserContextOptions): Promise<Page> {
    const page = await newPage(options);
    complaintsOf(page, complaints, (text) => EXPECTED.test(text));
    return page;
  }

  /** A page in a browser of its own, at `path`, before anybody signs in. */
  async function visit(path = '/', options: BrowserContextOptions = {}): Promise<Page> {
    const page = await fresh(options);
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
    get program() {
      return program;
    },
    /** SIGKILL. */
    kill: () => program.kill9(),
    /** At the same address. */
    async restart(): Promise<void> {
      program = await world.start();
    },
    /** What the pages' consoles complained about. */
    complaints,
    visit,
    ask,
    /** The same, signed in already, live. */
    async open(path = '/', opening: Opening = {}): Promise<Page> {
      const { token = ADMIN_TOKEN, at = program.url, prepare, ...options } = opening;
      const page = await fresh(options);
      await prepare?.(page);
      // Its cookies are those of the page.
      const { request } = page.context();
      const headers = { origin: at };
      // A busy machine, or one whose Redis has just come back, answers 503: then once more.
      for (let status = 503; status === 503; ) {
        const answer = await request.post(`${at}/api/v1/session`, { data: { token }, headers });
        status = answer.status();
        if (status >= 400 && status !== 503) throw new Error(`signing in was answered ${status}`);
      }
      await page.goto(at + path);
      await page.locator('.pill-live').waitFor();
      return page;
    },
    async createToken(scopes: readonly string[], more: object = {}): Promise<string> {
      const body = { name: 'reader', scopes, ...more };
      const made = await (await ask('POST', '/api/v1/tokens', { body })).json();
      return (made as { readonly token: string }).token;
    },
    tell: (job_id: string, event_type: string, data: Readonly<Record<string, unknown>> = {}) =>
      publish(world.client, {
        ...{ event_type, project_id: PROJECT, session_id: 'checkout' },
        ...{ job_id, data },
      }),
    post: (path: string, body: unknown) => ask('POST', path, { body }),
    shot: (page: Page, name: string) => shoot(page, `dashboard-${name}`, true),
    end: world.end,
  };
}

export async function signIn(page: Page, token = ADMIN_TOKEN): Promise<void> {
  await page.locator('#token').fill(token);
  await page.locator('button[type=submit]').click();
}

/** Goes there without loading the page anew; resolves when it shows what it is about. */
export async function go(page: Page, path: string): Promise<void> {
  await page.evaluate(
    `history.pushState(null, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate'))`,
  );
  await settled(page);
}

/** Resolves when the page shows what it is about. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main h1').waitFor({ state: 'attached' });
  await page.locator('main .notice-loading').first().waitFor({ state: 'detached' });
}

/** Of pages that have the rules already; until they are loaded anew. */
const judges = new WeakMap<Page, (expression: string) => Promise<unknown>>();

/** In a world of its own, where the policy of the page does not count. */
async function judgeOf(page: Page): Promise<(expression: string) => Promise<unknown>> {
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send('Page.getFrameTree');
  const { executionContextId: contextId } = await session.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
  });
  await session.send('Runtime.evaluate', { contextId, expression: axe.source });
  page.once('domcontentloaded', () => judges.delete(page));
  return async (expression) => {
    const options = { contextId, awaitPromise: true, returnByValue: true };
    return (await session.send('Runtime.evaluate', { ...options, expression })).result.value;
  };
}

/** What axe finds wrong with the page as it is now; `only`: by this rule. */
export async function violations(page: Page, only?: string): Promise<string[]> {
  const judge = judges.get(page) ?? (await judgeOf(page));
  judges.set(page, judge);
  const found =
    await judge(`axe.run(document, ${JSON.stringify(only === undefined ? {} : { runOnly: [only] })}).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => id + ': ' + html.slice(0, 200) + ' ' + failureSummary)))`);
  if (!Array.isArray(found)) throw new Error('axe did not run');
  return found;
}
