// The demo's chat page in a real browser: somebody opens it, taps Approve, and sees what came of it.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/runtime/clock.ts';
import { publish } from '../helpers/publish.ts';
import { ANA, createWorld, type World } from '../helpers/world.ts';
import { complaintsOf, newPage, shoot } from './browser.ts';

let world: World;
let page: Page;
const problems: string[] = [];

beforeAll(async () => {
  world = await createWorld();
  await world.start();
  const telegram = world.simulator.world;
  telegram.say({ chatId: ANA, personId: ANA, text: '/start' });
  await telegram.waitFor(() => telegram.messages(ANA).find(({ text }) => /I post here/.test(text)));
  page = await newPage({ viewport: { width: 1100, height: 760 } });
  complaintsOf(page, problems);
  await page.goto(`${world.simulator.pageUrl}#as=${ANA}&chat=${ANA}`);
});
afterAll(async () => {
  await page?.context().close();
  await world?.end();
});

async function decisions(): Promise<string[]> {
  const entries = await world.client.xrange('televibe:stream:shop', '-', '+');
  return entries
    .map(([, fields]) => JSON.parse(fields[1] ?? '{}'))
    .filter(({ source }) => source.component === 'jobwire')
    .map(({ event_type }) => event_type);
}

describe('the chat page', () => {
  it('shows a request, takes the tap on Approve, and shows the outcome in the same bubble', async () => {
    await publish(world.client, {
      event_type: 'job.approval_needed',
      project_id: 'shop',
      session_id: 'checkout',
      job_id: 'job-42',
      data: {
        scope: 'push',
        action: 'git push origin main',
        reason: 'All 214 tests pass',
        context: { commits: 2, files_changed: 3 },
        requested_by: { id: 'agent-7', name: 'Checkout agent' },
      },
    });
    const bubble = page.locator('[data-message-id]', { hasText: 'git push origin main' });
    const approve = page.getByRole('button', { name: 'Approve' });
    await approve.waitFor();
    await shoot(page, 'request');
    await approve.click();
    await bubble.getByText('Approved by Ana').waitFor();
    await approve.waitFor({ state: 'detached' });
    await shoot(page, 'approved');
    expect(await bubble.count()).toBe(1);
    while ((await decisions()).length === 0) await systemClock.sleep(20);
    expect(await decisions()).toEqual(['job.approved']);
  });

  it('takes a command, and what an event says stays text', async () => {
    await page.getByPlaceholder(/Message as/).fill('/whoami');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('[data-message-id]', { hasText: `user id ${ANA}` }).waitFor();
    await publish(world.client, {
      event_type: 'job.failed',
      project_id: 'shop',
      job_id: 'job-43',
      data: { error: '<img src=x onerror="document.title=1"> @everyone /start' },
    });
    await page.locator('[data-message-id]', { hasText: '<img src=x' }).waitFor();
    expect(await page.title()).not.toBe('1');
    expect(await page.locator('img[src="x"]').count()).toBe(0);
  });

  it('has nothing to complain about', () => {
    expect(problems).toEqual([]);
  });
});
