// Requests that one person alone does not decide, and those that are decided in advance: in the chat and on the web,
// each side showing what was done on the other.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tapUntilTold } from '../helpers/slow-taps.ts';
import { ANA } from '../helpers/world.ts';
import { type DashboardKit, go, startDashboard } from './dashboard-kit.ts';

const BEN = 1002;
const POLICY = `approvals:
  - match: { project: "acme/*", scope: release }
    required: 2
  - match: { project: "acme/*", scope: shell, action: "npm test *" }
    standing: { for: 1h, scope: session }
`;

let kit: DashboardKit;
let folder: string;
let ofBen: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jobwire-votes-'));
  const POLICY_FILE = join(folder, 'policy.yaml');
  await writeFile(POLICY_FILE, POLICY);
  kit = await startDashboard({ POLICY_FILE, ADMIN_USER_IDS: `${ANA},${BEN}` });
  const { world } = kit.world.simulator;
  world.addPerson({ id: BEN, firstName: 'Ben', languageCode: 'en' });
  world.addPrivateChat(BEN);
  world.say({ chatId: BEN, personId: BEN, text: '/start' });
  await world.waitFor(() => world.messages(BEN).find(({ text }) => /I post here/.test(text)));
  ofBen = await kit.createToken(['read', 'decide'], { name: 'Ben', user_id: String(BEN) });
});
afterAll(async () => {
  await kit?.end();
  await rm(folder, { recursive: true, force: true });
});

async function ask(scope: string, action: string): Promise<void> {
  await kit.tell('job-1', 'job.started', { instruction: 'Release the shop' });
  await kit.tell('job-1', 'job.approval_needed', { scope, action, reason: 'All tests pass' });
}

const card = (page: Page, text: string) => page.locator('article', { hasText: text });

/** Ana's newest message with all of these texts. */
function inChat(...texts: readonly string[]) {
  const { world } = kit.world.simulator;
  const has = ({ text }: { readonly text: string }) => texts.every((each) => text.includes(each));
  return world.waitFor(() => world.messages(ANA).findLast(has));
}

async function tapInChat(action: string, label: string): Promise<string> {
  const { messageId } = await inChat(action);
  const { world } = kit.world.simulator;
  const rows = await world.waitFor(() => world.message(ANA, messageId)?.keyboard);
  const row = rows.findIndex((buttons) => buttons.some(({ text }) => text.includes(label)));
  const column = rows[row]?.findIndex(({ text }) => text.includes(label)) ?? 0;
  return (await tapUntilTold(world, { chatId: ANA, personId: ANA, messageId, row, column })).text;
}

it('two persons decide, one in the chat and then one on the web; a second vote of the first is refused', async () => {
  const page = await kit.open('/approvals', { token: ofBen });
  await ask('release', 'npm publish');
  const request = card(page, 'npm publish');
  await request.getByText('0 of 2 votes').waitFor();
  expect(await tapInChat('npm publish', 'Approve')).toContain('1 of 2');
  await request.getByText('1 of 2 votes').waitFor();
  await request.getByText('approved: Ana').waitFor();
  expect(await tapInChat('npm publish', 'Approve')).toMatch(/counts already: 1 of 2.*Others/);
  await request.getByRole('button', { name: 'Approve' }).click();
  await request.locator('.outcome').getByText('Approved').waitFor();
  await request.getByText('approved: Ben').waitFor();
  const { text } = await inChat('npm publish', 'Ben');
  expect(text).toMatch(/Approved by .*Ana/);
  await page.context().close();
});

it('the same the other way round: who voted on the web sees that it counts, and that others have to', async () => {
  const page = await kit.open('/approvals', { token: ofBen });
  await ask('release', 'npm deprecate');
  const request = card(page, 'npm deprecate');
  await request.getByRole('button', { name: 'Approve' }).click();
  await request.getByText('You approved. More votes are needed.').waitFor();
  await request.getByText('1 of 2 votes').waitFor();
  expect(await request.getByRole('button', { name: 'Approve' }).count()).toBe(0);
  await inChat('npm deprecate', '1 of 2', 'Ben ✓');
  // From another window that shows it as it was.
  const { approvals } = (await (
    await kit.ask('GET', '/api/v1/approvals?status=pending')
  ).json()) as { approvals: { key: string; action: string }[] };
  const key = approvals.find(({ action }) => action === 'npm deprecate')?.key;
  const again = await kit.ask('POST', `/api/v1/approvals/${key}/decision`, {
    token: ofBen,
    body: { decision: 'approve' },
  });
  expect(await again.json()).toMatchObject({ status: 'pending', votes: [{ by: { name: 'Ben' } }] });
  await tapInChat('npm deprecate', 'Approve');
  await request.locator('.outcome').getByText('Approved').waitFor();
  await request.getByText('approved: Ana').waitFor();
  await page.context().close();
});

it('a standing approval is given in a request, decides the next one, and is ended on the web', async () => {
  const page = await kit.open('/approvals');
  await ask('shell', 'npm test cart');
  const offer = card(page, 'npm test cart').getByRole('button', { name: /Approve those like it/ });
  expect(await offer.textContent()).toContain('1 hr (this session)');
  await offer.click();
  await card(page, 'npm test cart').locator('.outcome').getByText('Approved').waitFor();
  await inChat('npm test cart', 'approved later requests of this session');

  await ask('shell', 'npm test shop');
  const next = card(page, 'npm test shop');
  await next.getByText('standing approval').waitFor();
  expect(await next.getByRole('button').count()).toBe(0);
  await inChat('npm test shop', 'Approved in advance');

  await go(page, '/standing');
  const row = page.locator('.standing-row');
  await row.getByText('npm test *').waitFor();
  await row.getByText('used once').waitFor();
  await row.getByRole('button', { name: 'End' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  // The list changes under the question: the focus stays where the person has brought it.
  await ask('shell', 'npm test checkout');
  await row.getByText('used 2 times').waitFor();
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Keep');
  await page.keyboard.press('Enter');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('End');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.getByText('Ended. I ask again from now on.').waitFor();
  await page.getByText('None in force.').waitFor();

  const { world } = kit.world.simulator;
  world.say({ chatId: ANA, personId: ANA, text: '/standing' });
  await inChat('Nothing is approved in advance.');
  await ask('shell', 'npm test search');
  await go(page, '/approvals');
  await card(page, 'npm test search').getByRole('button', { name: 'Deny' }).waitFor();
  await inChat('npm test search', 'All tests pass');
  await page.context().close();
});

it('has nothing to complain about', () => {
  expect(kit.complaints).toEqual([]);
});
