// The dashboard as people use it: sign in, watch a job, read its log, deny with a reason, and the chat shows it.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANA } from '../helpers/world.ts';
import { type DashboardKit, go, PHONE, signIn, startDashboard } from './dashboard-kit.ts';

let kit: DashboardKit;
beforeAll(async () => {
  kit = await startDashboard();
});
afterAll(() => kit?.end());

async function ask(job: string, action: string, more: Record<string, unknown> = {}): Promise<void> {
  await kit.tell(job, 'job.started', { instruction: `Work of ${job}` });
  const requested_by = { id: 'agent-7', name: 'Checkout agent' };
  const data = { scope: 'push', action, reason: 'All tests pass', requested_by, ...more };
  await kit.tell(job, 'job.approval_needed', data);
}

/** The newest message to Ana of which this is a part. */
function inChat(text: string | RegExp) {
  const { world } = kit.world.simulator;
  const isSo = (shown: string) =>
    typeof text === 'string' ? shown.includes(text) : text.test(shown);
  return world.waitFor(() => world.messages(ANA).findLast((message) => isSo(message.text)));
}

const card = (page: Page, text: string) => page.locator('article', { hasText: text });

/** The walk of the issue, at any width. */
async function walk(page: Page, job: string): Promise<void> {
  await kit.tell(job, 'job.started', { instruction: `Rework ${job}`, budget_usd: 50 });
  await page.getByRole('link', { name: `Rework ${job}` }).waitFor();
  await kit.tell(job, 'job.progress', { tool: 'Edit', file: 'src/cart.ts', progress: 0.4 });
  await page
    .locator('.job-row', { hasText: `Rework ${job}` })
    .getByText('40%')
    .waitFor();
  await page.getByRole('link', { name: `Rework ${job}` }).click();
  await page.getByRole('heading', { level: 1, name: `Rework ${job}` }).waitFor();

  await kit.post(`/api/v1/jobs/${job}/logs`, { lines: ['first line', 'password=hunter2hunter2'] });
  const log = page.getByRole('log');
  await log.getByText('first line').waitFor();
  expect(await log.textContent()).not.toContain('hunter2hunter2');
  await kit.post(`/api/v1/jobs/${job}/logs`, { lines: ['<b>second</b>'] });
  await log.getByText('<b>second</b>').waitFor();

  await ask(job, `git push origin ${job}`);
  await inChat(`git push origin ${job}`);
  const request = card(page, `git push origin ${job}`);
  await request.getByRole('button', { name: 'Deny' }).click();
  await request.getByRole('textbox').fill('not before the release');
  await request.getByRole('button', { name: 'Deny' }).click();
  await request.getByText('not before the release').waitFor();
  expect(await request.getByRole('button').count()).toBe(0);
  const { text } = await inChat(/not before the release/);
  expect(text).toContain('Denied');
}

describe('on a desk', () => {
  it('somebody signs in, watches a job, reads its log and denies with a reason; the chat shows it', async () => {
    const page = await kit.open();
    await walk(page, 'job-desk');
    await kit.shot(page, 'job');
    await page.context().close();
  });

  it('a decision in the chat appears without a reload', async () => {
    const page = await kit.open('/approvals');
    await ask('job-chat', 'npm publish');
    const request = card(page, 'npm publish');
    await request.getByRole('button', { name: 'Approve' }).waitFor();
    const { world } = kit.world.simulator;
    const message = await inChat('npm publish');
    // Its first button.
    await world.tap({
      chatId: ANA,
      personId: ANA,
      messageId: message.messageId,
      row: 0,
      column: 0,
    });
    await request.locator('.outcome').getByText('Approved').waitFor();
    await request.getByText('by Ana').waitFor();
    expect(await request.getByRole('button').count()).toBe(0);
    await page.context().close();
  });

  it('nothing can be approved before all of it could be read, and nothing in it hides', async () => {
    const page = await kit.open();
    await ask('job-long', `ls ${'-a '.repeat(400)}\u200b${' '.repeat(60)}; rm -rf /srv`);
    const request = card(page, 'job-long');
    const approve = request.getByRole('button', { name: 'Approve' });
    await approve.waitFor();
    expect(await approve.isDisabled()).toBe(true);
    await request.getByRole('button', { name: /Show all/ }).click();
    expect(await approve.isEnabled()).toBe(true);
    const shown = await request.locator('mark').allTextContents();
    expect(shown).toEqual(['⟨U+200B⟩', '⟨␠ × 60⟩']);
    await page.context().close();
  });

  it('what an event says stays text', async () => {
    const page = await kit.open();
    const evil = '<img src=x onerror="document.title=1">';
    await kit.tell('job-evil', 'job.started', { instruction: evil });
    await page.getByRole('link', { name: evil }).click();
    await page.getByRole('heading', { level: 1, name: evil }).waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).not.toBe('1');
    await page.context().close();
  });

  it('a decision that comes too late gets the one that stands', async () => {
    const page = await kit.open();
    await ask('job-late', 'terraform apply');
    const request = card(page, 'terraform apply');
    await page.route('**/decision', async (route) => {
      // Somebody else was faster.
      const { pathname } = new URL(route.request().url());
      await kit.post(pathname, { decision: 'deny', reason: 'I was first' });
      await route.continue();
    });
    await request.getByRole('button', { name: 'Approve' }).click();
    await request.getByText('I was first').waitFor();
    await request.getByText('This was decided before.').waitFor();
    await page.context().close();
  });

  it('polls while the stream fails, and comes back', async () => {
    const page = await kit.visit();
    await page.route('**/events', (route) => route.abort());
    await signIn(page);
    await page.locator('.pill-polling').waitFor();
    await kit.tell('job-polled', 'job.started', { instruction: 'Seen by polling' });
    await page.getByRole('link', { name: 'Seen by polling' }).waitFor();
    await page.unroute('**/events');
    await page.locator('.pill-live').waitFor();
    await kit.tell('job-polled', 'job.progress', { progress: 0.73 });
    await page.getByText('73%').waitFor();
    await page.context().close();
  });
});

describe('on a phone', () => {
  it('the same walk', async () => {
    const page = await kit.open('/', { viewport: PHONE, colorScheme: 'dark' });
    await walk(page, 'job-phone');
    await kit.shot(page, 'phone-job');
    await page.context().close();
  });

  it('nothing is wider than the screen', async () => {
    await ask('job-narrow', `scp ${'a'.repeat(300)} example.org:`);
    const page = await kit.open('/', { viewport: PHONE });
    const widths = new Map<string, unknown>();
    const paths = ['/', '/jobs', '/jobs/job-narrow?project=acme/shop', '/approvals'];
    for (const path of paths) {
      await go(page, path);
      widths.set(path, await page.evaluate('document.documentElement.scrollWidth'));
    }
    expect([...widths]).toEqual(paths.map((path) => [path, PHONE.width]));
    await page.context().close();
  });
});

it('has nothing to complain about', () => {
  expect(kit.complaints).toEqual([]);
});
