// A page that stays open while the network, Redis or the program fails: it says so, keeps what was typed, catches up
// without a gap or a repetition, and is current again by itself.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startProxy } from '../helpers/proxy.ts';
import { createSeeded } from '../helpers/seeded.ts';
import { waitUntil } from '../helpers/wait.ts';
import { type DashboardKit, PROJECT, startDashboard } from './dashboard-kit.ts';

let kit: DashboardKit;
beforeAll(async () => {
  kit = await startDashboard();
});
afterAll(() => kit?.end());

async function ask(job: string, action: string): Promise<void> {
  await kit.tell(job, 'job.started', { instruction: `Work of ${job}` });
  await kit.tell(job, 'job.approval_needed', { scope: 'push', action, reason: 'Ready' });
}

/** As a runner writes them, whether the program runs or not. */
const log = (job: string, line: string) =>
  kit.world.client.xadd(`televibe:logs:${job}`, '*', 'line', line);

async function redisIsBack(): Promise<void> {
  await kit.world.redis.restart();
  await waitUntil(async () => (await kit.ask('GET', '/readyz')).ok, { patienceMs: 90_000 });
}

const card = (page: Page, text: string) => page.locator('article', { hasText: text });

it('while Redis is away a decision is refused with what was typed kept, and counts when Redis is back', async () => {
  const page = await kit.open();
  await ask('job-redis', 'git push origin main');
  const request = card(page, 'git push origin main');
  await request.getByRole('button', { name: 'Deny' }).click();
  await request.getByRole('textbox').fill('not without a review');
  await kit.world.redis.kill9();
  await request.getByRole('button', { name: 'Deny' }).click();
  await request.getByText('Redis is away.').first().waitFor();
  expect(await request.getByRole('textbox').inputValue()).toBe('not without a review');

  await redisIsBack();
  await request.getByRole('button', { name: 'Deny' }).click();
  await request.locator('.outcome').getByText('not without a review').waitFor();
  // Nothing on the page is old any more, though nothing had to happen for that.
  await page.getByText('Redis is away.').first().waitFor({ state: 'detached' });
  await kit.tell('job-after', 'job.started', { instruction: 'Seen afterwards' });
  await page.getByRole('link', { name: 'Seen afterwards' }).waitFor();
  await page.context().close();
});

it('a page that no event concerns gets what it shows once Redis is back', async () => {
  const page = await kit.open();
  await kit.world.redis.kill9();
  await page.getByRole('link', { name: 'People' }).click();
  await page.getByText('Redis is away.').first().waitFor();
  await redisIsBack();
  await page.locator('.person-row', { hasText: 'Ana' }).waitFor();
  await page.context().close();
});

it('a page that is opened while Redis is away waits for it instead of asking for a token', async () => {
  const page = await kit.open();
  await kit.world.redis.kill9();
  await page.reload();
  await page.getByText('Redis is away.').first().waitFor();
  expect(await page.locator('#token').count()).toBe(0);
  await redisIsBack();
  await page.locator('.pill-live').waitFor();
  await page.context().close();
});

it('over a kill and a new start at the same address: the pill, the log without gap or repetition, what was typed', async () => {
  await kit.tell('job-kill', 'job.started', { instruction: 'Survive a kill' });
  await log('job-kill', 'line 1');
  await ask('job-kill', 'npm publish');
  const page = await kit.open('/jobs/job-kill?project=acme/shop');
  await page.getByRole('log').getByText('line 1').waitFor();
  const request = card(page, 'npm publish');
  await request.getByRole('button', { name: 'Deny' }).click();
  await request.getByRole('textbox').fill('half a sent');

  await kit.kill();
  await page.locator('.pill-reconnecting, .pill-polling').waitFor();
  await log('job-kill', 'line 2');
  await kit.tell('job-kill', 'job.progress', { tool: 'Edit', file: 'src/meanwhile.ts' });
  await request.getByRole('textbox').press('End');
  await page.keyboard.type('ence');
  await kit.restart();
  await page.locator('.pill-live').waitFor();
  await log('job-kill', 'line 3');
  await kit.tell('job-kill', 'job.progress', { tool: 'Edit', file: 'src/afterwards.ts' });

  await page.getByRole('log').getByText('line 3').waitFor();
  const lines = await page.locator('.log-lines > div').allTextContents();
  expect(lines).toEqual(['line 1', 'line 2', 'line 3']);
  const timeline = page.locator('section', { has: page.locator('#timeline') });
  await timeline.getByText('src/afterwards.ts').waitFor();
  const details = await timeline.locator('.event-detail').allTextContents();
  for (const file of ['src/meanwhile.ts', 'src/afterwards.ts'])
    expect(details.filter((detail) => detail.includes(file))).toHaveLength(1);
  expect(await request.getByRole('textbox').inputValue()).toBe('half a sentence');
  await request.getByRole('button', { name: 'Deny' }).click();
  await request.locator('.outcome').getByText('half a sentence').waitFor();
  await page.context().close();
});

it('a page that nobody looks at holds no connection, and is current again once somebody does', async () => {
  await kit.tell('job-hidden', 'job.started', { instruction: 'Work unseen' });
  await log('job-hidden', 'seen');
  const page = await kit.open(`/jobs/job-hidden?project=${PROJECT}`);
  await page.getByRole('log').getByText('seen').waitFor();
  await page.locator('.pill-live').waitFor();
  expect(await openStreams()).toBeGreaterThanOrEqual(2);
  await setHidden(page, true);
  await waitUntil(async () => (await openStreams()) === 0, { patienceMs: 90_000 });
  await log('job-hidden', 'meanwhile');
  await kit.tell('job-hidden', 'job.progress', { tool: 'Edit', file: 'src/unseen.ts' });
  await setHidden(page, false);
  await page.getByRole('log').getByText('meanwhile').waitFor();
  await page.getByText('src/unseen.ts').first().waitFor();
  await page.locator('.pill-live').waitFor();
  await page.context().close();
});

it('a page that is left, and kept for going back, holds no connection either', async () => {
  const page = await kit.open();
  await page.locator('.pill-live').waitFor();
  await page.evaluate(`dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))`);
  await waitUntil(async () => (await openStreams()) === 0, { patienceMs: 90_000 });
  await page.evaluate(`dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))`);
  await waitUntil(async () => (await openStreams()) > 0, { patienceMs: 90_000 });
  await page.locator('.pill-live').waitFor();
  await page.context().close();
});

/** As when another tab is in front. */
async function setHidden(page: Page, isHidden: boolean): Promise<void> {
  await page.evaluate(`
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => ${isHidden} });
    document.dispatchEvent(new Event('visibilitychange'));
  `);
}

/** Of all pages. */
async function openStreams(): Promise<number> {
  const text = await (await kit.ask('GET', '/metrics')).text();
  const counts = text.matchAll(/^jobwire_readers\{[^}]*\} (\d+)$/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

it('somebody else was first while the page was offline: it says who, and why its own did not count', async () => {
  await ask('job-offline', 'terraform apply');
  const page = await kit.open();
  const request = card(page, 'terraform apply');
  await request.getByRole('button', { name: 'Approve' }).waitFor();
  await page.context().setOffline(true);
  await page.locator('.pill-reconnecting, .pill-polling').waitFor();
  await request.getByRole('button', { name: 'Approve' }).click();
  await request.getByText("jobwire can't be reached").waitFor();
  const list = '/api/v1/approvals?status=pending';
  const open = (await (await kit.ask('GET', list)).json()) as Listed;
  const key = open.approvals.find(({ action }) => action === 'terraform apply')?.key;
  await kit.post(`/api/v1/approvals/${key}/decision`, { decision: 'deny', reason: 'I was first' });
  // The line is back, and the page has not caught up yet.
  for (const path of ['**/events', '**/api/v1/approvals?*'])
    await page.route(path, (route) => route.abort());
  await page.context().setOffline(false);
  await request.getByRole('button', { name: 'Approve' }).click();
  await request.getByText('This was decided before.').waitFor();
  await request.locator('.outcome').getByText('I was first').waitFor();
  await page.unrouteAll();
  await page.locator('.pill-live').waitFor();
  expect(await request.getByRole('button').count()).toBe(0);
  await page.context().close();
});

interface Listed {
  readonly approvals: readonly { readonly key: string; readonly action: string }[];
}

it('after an hour of sleep the page catches up at once, though its old connection never said that it is dead', async () => {
  const proxy = await startProxy(Number(new URL(kit.program.url).port), createSeeded(1));
  const at = `http://127.0.0.1:${proxy.port}`;
  const page = await kit.open('/', { at, prepare: (fresh) => fresh.clock.install() });
  await kit.tell('job-awake', 'job.started', { instruction: 'Before the sleep' });
  await page.getByRole('link', { name: 'Before the sleep' }).waitFor();
  const watcher = await kit.open();
  proxy.blackhole(true);
  await kit.tell('job-asleep', 'job.started', { instruction: 'During the sleep' });
  // All streams get it together: that of the page is swallowed.
  await watcher.getByRole('link', { name: 'During the sleep' }).waitFor();
  await watcher.context().close();
  proxy.blackhole(false);
  await page.clock.fastForward('01:00:00');
  await page.getByRole('link', { name: 'During the sleep' }).waitFor();
  await page.locator('.pill-live').waitFor();
  expect(await page.getByRole('link', { name: 'During the sleep' }).count()).toBe(1);
  await kit.tell('job-asleep', 'job.progress', { progress: 0.42 });
  await page.getByText('42%').waitFor();
  await page.context().close();
  await proxy.stop();
});

it('a clock that is set back an hour stops nothing', async () => {
  const page = await kit.open('/', { prepare: (fresh) => fresh.clock.install() });
  await page.clock.setSystemTime(Date.now() - 3_600_000);
  await kit.tell('job-back', 'job.started', { instruction: 'After the clock was set' });
  await page.getByRole('link', { name: 'After the clock was set' }).waitFor();
  await kit.tell('job-back', 'job.progress', { progress: 0.37 });
  await page.getByText('37%').waitFor();
  await page.context().close();
});

it('has nothing to complain about', () => {
  expect(kit.complaints).toEqual([]);
});
