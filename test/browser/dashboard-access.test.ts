// The dashboard for everybody: judged by axe in every language, light and dark; by keyboard alone; as a Mini App in
// Telegram's colours; and over a slow line.
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { initDataOf } from '../helpers/telegram-signature.ts';
import { ANA } from '../helpers/world.ts';
import {
  type DashboardKit,
  go,
  PHONE,
  signIn,
  startDashboard,
  violations,
} from './dashboard-kit.ts';

/** What every browser of today accepts; a page has to come with all of it within this. */
const MAX_BYTES = 80 * 1_024;
const LOCALES = ['en', 'de', 'es', 'ar'];
const SCHEMES = ['light', 'dark'] as const;

let kit: DashboardKit;
let request: string;
beforeAll(async () => {
  kit = await startDashboard();
  await kit.tell('job-1', 'job.started', { instruction: 'Add rate limiting', budget_usd: 5 });
  await kit.tell('job-1', 'job.progress', { tool: 'Edit', file: 'src/a.ts', progress: 0.4 });
  await kit.post('/api/v1/jobs/job-1/logs', { lines: ['one', 'two'] });
  for (const [job, action] of [
    ['job-1', 'git push'],
    ['job-2', `echo ${'x '.repeat(600)}`],
  ] as const) {
    const data = { scope: 'push', action, reason: 'Ready', timeout_seconds: 1_800 };
    await kit.tell(job, 'job.approval_needed', data);
  }
  await kit.tell('job-3', 'job.failed', { error: 'It broke' });
  await kit.tell('job-5', 'job.queued', { instruction: 'Next one' });
  await kit.tell('job-6', 'job.canceled', {});
  await kit.tell('job-4', 'job.completed', { success: true, pr_links: ['https://example.org/1'] });
  const page = await kit.open('/approvals');
  const first = page.locator('article a').first();
  request = (await first.getAttribute('href')) ?? '';
  await page.context().close();
});
afterAll(() => kit?.end());

describe.each(LOCALES)('in %s', (locale) => {
  it('axe has nothing to say, light and dark', async () => {
    const page = await kit.visit('/', { locale, viewport: PHONE });
    await page.locator('#token').waitFor();
    const found = new Map<string, string[]>();
    const judge = async (name: string) => {
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme });
        // In the dark nothing but colours differs.
        const rule = colorScheme === 'dark' ? 'color-contrast' : undefined;
        found.set(`${name}, ${colorScheme}`, await violations(page, rule));
        await kit.shot(page, `${locale}-${colorScheme}-${name}`);
      }
    };
    await judge('sign-in');
    await signIn(page);
    await page.locator('.pill-live').waitFor();
    for (const path of ['/', '/jobs', '/jobs/job-1?project=acme%2Fshop', '/approvals', request]) {
      await go(page, path);
      await judge(path.split(/[?]/)[0]?.slice(1).replaceAll('/', '-').slice(0, 12) ?? '');
    }
    expect([...found].filter(([, wrong]) => wrong.length > 0)).toEqual([]);
    await page.setViewportSize({ width: 1_200, height: 800 });
    await go(page, '/jobs');
    await page.locator('.job-row').nth(5).waitFor();
    const cut = await page.evaluate(
      "[...document.querySelectorAll('.job-row > *')].filter((part) => part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0).map((part) => part.textContent)",
    );
    expect(cut).toEqual([]);
    expect(await page.getAttribute('html', 'dir')).toBe(locale === 'ar' ? 'rtl' : 'ltr');
    await page.context().close();
  });
});

it('offers no login of Telegram by plain http, where Telegram has none', async () => {
  const answered = await (await kit.ask('GET', '/api/v1/session/ways')).json();
  expect(answered).toMatchObject({ telegram_login: { url: 'https://oauth.telegram.org/auth' } });
  const page = await kit.visit('/docs');
  const asked = page.waitForResponse('**/api/v1/session/ways');
  await page.goto(`${kit.program.url}/`);
  await asked;
  await page.locator('#token').waitFor();
  // The page has had its answer before this one.
  await page.evaluate("fetch('/api/v1/session/ways').then((answer) => answer.json())");
  expect(await page.getByText('Sign in with Telegram').count()).toBe(0);
  await page.context().close();
});

it('another language is one choice away, and stays', async () => {
  const page = await kit.open();
  await page.getByRole('combobox', { name: 'Language' }).selectOption('de');
  await page.getByRole('heading', { name: 'Wartet auf Dich' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Wartet auf Dich' }).waitFor();
  await page.getByRole('button', { name: 'Abmelden' }).click();
  await page.getByRole('heading', { name: 'Anmelden' }).waitFor();
  await page.context().close();
});

it('by keyboard alone: the content is one key away, and a request can be denied', async () => {
  const page = await kit.open();
  const deny = page
    .locator('article', { hasText: 'git push' })
    .getByRole('button', { name: 'Deny' });
  await deny.waitFor();
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.className')).toBe('skip');
  await page.keyboard.press('Enter');
  expect(await page.evaluate('document.activeElement.id')).toBe('main');
  await deny.focus();
  // One key after the other, as fast as a keyboard can: none of them may miss the field.
  await page.keyboard.press('Enter');
  await page.keyboard.type('not today');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator('article', { hasText: 'git push' }).getByText('not today').waitFor();
  await page.context().close();
});

it('as a Mini App it signs in by what Telegram signed, keeps that out of the address, and wears its colours', async () => {
  const page = await kit.visit('/jobs');
  const posted: unknown[] = [];
  page.on('request', (sent) => {
    if (sent.method() === 'POST') posted.push(sent.postDataJSON());
  });
  await page.addInitScript(() => {
    Object.assign(globalThis, { told: [] });
    Object.assign(globalThis, {
      TelegramWebviewProxy: {
        postEvent: (name: string) => (globalThis as unknown as { told: string[] }).told.push(name),
      },
    });
  });
  const theme = JSON.stringify({
    bg_color: '#17212b',
    text_color: '#f5f5f5',
    link_color: 'url(x)',
  });
  const init_data = initDataOf(kit.world.simulator.token, { id: ANA });
  const hash = new URLSearchParams({ tgWebAppData: init_data, tgWebAppThemeParams: theme });
  await page.goto(`${kit.program.url}/jobs?status=running#${hash}`);
  await page.locator('.pill-live').waitFor();
  expect(posted).toContainEqual({ init_data });
  expect(page.url()).toBe(`${kit.program.url}/jobs?status=running`);
  const root = 'getComputedStyle(document.documentElement)';
  expect(await page.evaluate(`${root}.backgroundColor`)).toBe('rgb(23, 33, 43)');
  expect(await page.evaluate(`${root}.getPropertyValue('--link')`)).not.toContain('url');
  expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
  expect(await page.evaluate('told')).toEqual(['web_app_ready', 'web_app_expand']);
  await page.context().close();
});

it(`a page with all that it loads is under ${MAX_BYTES} bytes, in every language`, () => {
  const folder = 'dist/web';
  const names = readdirSync(folder);
  const sizeOf = (plain: string) => {
    const packed = names.includes(`${plain}.gz`) ? `${plain}.gz` : plain;
    return readFileSync(`${folder}/${packed}`).length;
  };
  const plain = names.filter((name) => !/\.(br|gz)$/.test(name));
  const texts = plain.filter((name) => name.endsWith('.ftl'));
  expect(texts).toHaveLength(LOCALES.length);
  const program = plain.filter((name) => !name.endsWith('.ftl')).map(sizeOf);
  const total = program.reduce((sum, size) => sum + size, Math.max(...texts.map(sizeOf)));
  expect(total).toBeGreaterThan(10_000);
  expect(total).toBeLessThan(MAX_BYTES);
});

it('has nothing to complain about', () => {
  expect(kit.complaints).toEqual([]);
});
