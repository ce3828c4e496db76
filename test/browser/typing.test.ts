// What a person types stays, and goes where it was meant, while events arrive and the page is drawn anew.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ANA } from '../helpers/world.ts';
import { type DashboardKit, startDashboard } from './dashboard-kit.ts';

let kit: DashboardKit;
beforeAll(async () => {
  kit = await startDashboard();
});
afterAll(() => kit?.end());

async function ask(job: string, action: string, minutes: number): Promise<void> {
  await kit.tell(job, 'job.started', { instruction: `Work of ${job}` });
  const data = { scope: 'push', action, reason: 'Ready', timeout_seconds: minutes * 60 };
  await kit.tell(job, 'job.approval_needed', data);
}

const card = (page: Page, text: string) => page.locator('article', { hasText: text });

/** Something of Ana's chat with this text, to tap on. */
function inChat(text: string) {
  const { world } = kit.world.simulator;
  return world.waitFor(() =>
    world.messages(ANA).findLast((message) => message.text.includes(text)),
  );
}

it('a reason is complete though requests come and go before and after it at each letter', async () => {
  const page = await kit.open();
  await ask('job-0', 'git push origin main', 60);
  const request = card(page, 'git push origin main');
  await request.getByRole('button', { name: 'Deny' }).focus();
  await page.keyboard.press('Enter');
  let typed = '';
  for (const [at, letter] of [...'not yet'].entries()) {
    // Its deadline is before that of the other, then after it.
    await ask(`job-before-${at}`, `npm run before-${at}`, 50 - at);
    await ask(`job-after-${at}`, `npm run after-${at}`, 70 + at);
    await card(page, `npm run before-${at}`).waitFor();
    await card(page, `npm run after-${at}`).waitFor();
    if (at > 0) {
      await kit.tell(`job-before-${at - 1}`, 'job.failed', { error: 'It broke' });
      await card(page, `npm run before-${at - 1}`).waitFor({ state: 'detached' });
    }
    await page.keyboard.type(letter);
    typed += letter;
    expect(await request.getByRole('textbox').inputValue()).toBe(typed);
  }
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await request.locator('.outcome').getByText('not yet').waitFor();
  // Keys go on at the request, not at the top of the page.
  await page.locator('article:focus', { hasText: 'git push origin main' }).waitFor();
  await page.context().close();
});

it('the key after the one that asked for a field is in it: nothing waits for the next frame', async () => {
  const page = await kit.open();
  await ask('job-key', 'make release', 40);
  const deny = card(page, 'make release').getByRole('button', { name: 'Deny' });
  const focused = await deny.evaluate(async (button: { click(): void }) => {
    button.click();
    const { port1, port2 } = new MessageChannel() as unknown as Ports;
    // The next task, as a key would be.
    await new Promise<void>((resolve) => {
      port1.onmessage = resolve;
      port2.postMessage('');
    });
    return (globalThis as unknown as Shown).document.activeElement.localName;
  });
  expect(focused).toBe('textarea');
  await page.context().close();
});

interface Ports {
  readonly port1: { onmessage: () => void };
  readonly port2: { postMessage(text: string): void };
}

interface Shown {
  readonly document: { readonly activeElement: { readonly localName: string } };
}

it('a request that is decided in the chat meanwhile stays, with who decided and what was not sent', async () => {
  const page = await kit.open();
  await ask('job-race', 'terraform apply', 5);
  const request = card(page, 'terraform apply');
  await request.getByRole('button', { name: 'Deny' }).click();
  await page.keyboard.type('the plan is from yesterday');
  const { messageId } = await inChat('terraform apply');
  const tap = { chatId: ANA, personId: ANA, messageId, row: 0, column: 0 };
  await kit.world.simulator.world.tap(tap);
  await request.locator('.outcome').getByText('by Ana').waitFor();
  await request.getByText('It was decided while you wrote this').waitFor();
  await request.getByText('the plan is from yesterday').waitFor();
  expect(await request.getByRole('button').count()).toBe(0);
  await page.context().close();
});

it.each([
  ['/approvals', (at: number) => ask(`job-filter-${at}`, `make filter-${at}`, 30)],
  [
    '/jobs',
    (at: number) => kit.tell(`job-listed-${at}`, 'job.started', { instruction: `filter-${at}` }),
  ],
] as const)(
  'a filter of %s is complete though the list grows at each letter',
  async (path, grow) => {
    const page = await kit.open(path);
    const field = page.getByLabel('Project');
    await field.focus();
    for (const [at, letter] of [...'lab'].entries()) {
      await page.keyboard.type(letter);
      await grow(at);
      await page.getByText(`filter-${at}`).first().waitFor();
    }
    expect(await field.inputValue()).toBe('lab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/project=lab/);
    await page.context().close();
  },
);

it('has nothing to complain about', () => {
  expect(kit.complaints).toEqual([]);
});
