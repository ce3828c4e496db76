// The pages for looking back and looking after, as people use them; what they do is seen over the API, too.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitUntil } from '../helpers/wait.ts';
import {
  type DashboardKit,
  go,
  PHONE,
  PROJECT,
  startDashboard,
  violations,
} from './dashboard-kit.ts';

let kit: DashboardKit;
beforeAll(async () => {
  kit = await startDashboard();
  for (let at = 0; at < 60; at += 1) await kit.tell(`job-${at}`, 'job.started', {});
  await kit.tell('job-late', 'job.queued', { instruction: 'Pay by invoice' });
  await kit.tell('job-late', 'job.failed', { error: 'tests: 2 failed' });
  await arrived('types=job.failed', 1);
});
afterAll(() => kit?.end());

const read = async <T>(path: string) => (await (await kit.ask('GET', path)).json()) as T;

async function arrived(query: string, count: number): Promise<void> {
  const path = `/api/v1/events?limit=1000&${query}`;
  await waitUntil(
    async () => (await read<{ events: unknown[] }>(path)).events.length >= count,
    PATIENT,
  );
}

/** A message of a stream that nobody can read. */
async function bury(raw: string): Promise<void> {
  await kit.world.client.xadd('televibe:stream:shop', '*', 'event', raw);
  await waitUntil(async () => (await lettersLeft()) > 0, PATIENT);
}

const PATIENT = { patienceMs: 90_000 };
const lettersLeft = async () => (await read<{ count: number }>('/api/v1/dead-letters')).count;
const rows = (page: Page) => page.locator('.rows > li');

describe('search', () => {
  it('shows what matches the filters of its address, page by page, and the link shows others the same', async () => {
    const page = await kit.open('/search?types=job.started');
    await rows(page).nth(49).waitFor();
    await page.getByRole('button', { name: 'Show more' }).click();
    await rows(page).nth(59).waitFor();
    expect(await rows(page).count()).toBe(60);
    await page.getByLabel('Types').fill('job.failed');
    await page.getByLabel('Types').press('Enter');
    await rows(page).nth(1).waitFor({ state: 'detached' });
    await page.getByLabel('Project').fill(PROJECT);
    await page.getByLabel('Project').press('Enter');
    await page.waitForURL(/types=job\.failed&project_id=acme%2Fshop/);
    await kit.shot(page, 'search');
    // A job is named by its title.
    await rows(page).getByRole('link', { name: 'Pay by invoice' }).waitFor();
    const other = await kit.open(new URL(page.url()).pathname + new URL(page.url()).search);
    await rows(other).first().waitFor();
    expect(await rows(other).count()).toBe(1);
    await rows(other).locator('summary').click();
    await other.getByText('"error": "tests: 2 failed"').waitFor();
    await other.getByLabel('Project').fill('nobody');
    await other.getByLabel('Project').press('Enter');
    await other.getByText('Nothing matches these filters.').waitFor();
    await other.getByLabel('From').fill('2026-03-02T10:00');
    await other.getByLabel('From').press('Enter');
    await other.waitForURL(/since=2026-03-02T/);
    for (const each of [page, other]) await each.context().close();
  });
});

it('charts show the numbers that the API answers, as pictures and as tables', async () => {
  const job = { budget_usd: 50, cost_usd: 4.5 };
  await kit.tell('job-cost', 'job.completed', { success: true, ...job });
  await arrived('types=job.completed', 1);
  const page = await kit.open('/charts');
  const picture = page.getByRole('img');
  await picture.waitFor();
  expect(await picture.getAttribute('aria-label')).toMatch(/63 events, 1 failure/);
  await page.getByText('As a table').click();
  await page.getByRole('columnheader', { name: 'Failures' }).waitFor();
  await page.getByText('Nobody decided anything in this time.').waitFor();
  await kit.shot(page, 'charts');
  await page.locator('[name=project_id]').fill('nobody');
  await page.locator('[name=project_id]').press('Enter');
  await page.getByText('Nothing happened in this time.').waitFor();
  await page.locator('[name=range]').selectOption({ label: 'last 7 days' });
  await page.waitForURL(/range=week/);
  await page.context().close();
});

it('a dead letter is tried again, says why it stays one, and is dropped once that is confirmed', async () => {
  await bury('{"half": ');
  const page = await kit.open('/letters');
  await rows(page).first().waitFor();
  await kit.shot(page, 'letters');
  await page.getByRole('button', { name: 'Retry' }).click();
  await page.getByText("It stays a dead letter: I still can't use what is in it.").waitFor();
  await page.getByRole('button', { name: 'Drop' }).click();
  await page.getByRole('button', { name: 'Keep' }).click();
  expect(await lettersLeft()).toBe(1);
  await page.getByRole('button', { name: 'Drop' }).click();
  await page.getByText('Drop for good?').waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('No dead letters.').waitFor();
  expect(await lettersLeft()).toBe(0);
  await page.context().close();
});

it('people are listed with what they may do where', async () => {
  const page = await kit.open('/people');
  await rows(page).getByText('Ana').waitFor();
  await rows(page).getByText('admin · all projects').waitFor();
  await kit.shot(page, 'people');
  await page.context().close();
});

it('a token is shown once, works until it is revoked, and then no more', async () => {
  const page = await kit.open('/tokens');
  await page.getByText('No tokens yet.').waitFor();
  await page.getByLabel('Name').fill('ci');
  await page.getByLabel('Projects').fill('acme/shop, lab');
  await page.getByRole('button', { name: 'Create token' }).click();
  const secret = page.locator('.secret code');
  await secret.waitFor();
  const token = (await secret.textContent()) ?? '';
  await kit.shot(page, 'tokens');
  expect((await kit.ask('GET', '/api/v1/jobs', { token })).status).toBe(200);
  await page.getByRole('button', { name: 'I have it' }).click();
  await rows(page).getByText('acme/shop, lab').waitFor();
  expect(await page.content()).not.toContain(token);
  await page.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('Revoked.').waitFor();
  await page.getByText('No tokens yet.').waitFor();
  expect((await kit.ask('GET', '/api/v1/jobs', { token })).status).toBe(401);
  await page.context().close();
});

it('where the server is away, a page keeps what it shows and says so', async () => {
  const page = await kit.open('/search?types=job.failed');
  await rows(page).first().waitFor();
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.getByRole('alert').waitFor();
  expect(await rows(page).count()).toBe(1);
  await page.context().close();
});

it('pages for admins are not there for others', async () => {
  const page = await kit.open('/tokens', { token: await kit.createToken(['read']) });
  await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
  const links = await page.getByRole('navigation').getByRole('link').allTextContents();
  expect(links).toEqual(expect.arrayContaining(['Search', 'Charts', 'Standing approvals']));
  for (const name of ['Dead letters', 'People', 'Tokens']) expect(links).not.toContain(name);
  await page.context().close();
});

const PATHS = ['/search', '/charts', '/standing', '/letters', '/people', '/tokens'];

it.each([
  ['on a desk, in light', {}],
  ['on a phone, in dark, in Arabic', { viewport: PHONE, locale: 'ar', colorScheme: 'dark' }],
] as const)(
  '%s nothing is wider than the page, and axe complains of nothing',
  async (name, options) => {
    const page = await kit.open('/', options);
    const found = new Map<string, unknown>();
    for (const path of PATHS) {
      await go(page, path);
      await kit.shot(page, `${path.slice(1)}-${name.replace(/\W+/g, '-')}`);
      const width = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      // A phone has no room for all of the bar.
      const { x = -1, width: linkWidth = 0 } =
        (await page.locator('nav [aria-current]').boundingBox()) ?? {};
      const isInSight = x >= 0 && x + linkWidth <= (page.viewportSize()?.width ?? 0);
      found.set(path, { width, isInSight, wrong: await violations(page) });
    }
    const right = { width: 0, isInSight: true, wrong: [] };
    expect([...found]).toEqual(PATHS.map((path) => [path, right]));
    await page.context().close();
  },
);

it('no page wrote an error to its console', () => {
  expect(kit.complaints).toEqual([]);
});
