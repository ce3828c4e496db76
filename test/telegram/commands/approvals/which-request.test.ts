// Where several requests may be meant, nothing is decided, and each can be shown in full by its button.
import { beforeEach, describe, expect, it } from 'vitest';
import { aRequest } from '../../decisions/a-request.ts';
import { ANA, BEN, CLEO, type CommandKit, createCommandKit } from '../command-kit.ts';

let kit: CommandKit;
beforeEach(async () => {
  kit = await createCommandKit();
});

/** Two projects use one id for different things. */
const OF_TWO_PROJECTS = [
  aRequest({ key: 'k-web', id: 'deploy-7', projectId: 'acme/web', action: 'deploy web' }),
  aRequest({ key: 'k-shop', id: 'deploy-7', projectId: 'acme/shop', action: 'deploy shop' }),
];
const ALIKE = ['aa-1', 'aa-2', 'aa-3'].map((id) => aRequest({ id, action: `run ${id}` }));
const labels = (buttons: readonly (readonly { label: string }[])[] = []) =>
  buttons.flat().map(({ label }) => label);

describe.each(['/approve', '/deny'])('%s of what may mean several requests', (command) => {
  it.each([
    ['the id of two projects', 'deploy-7', OF_TWO_PROJECTS],
    ['the beginning of the id of two projects', 'depl', OF_TWO_PROJECTS],
    ['the beginning of several ids', 'aa', ALIKE],
  ])('%s: lists each, and decides nothing', async (_, given, requests) => {
    for (const request of requests) kit.approvals.open(request);
    const { message } = await kit.ask(ANA, `${command} ${given}`);
    expect(message.body.text).toMatch(new RegExp(`^Several requests fit ${given}\\. Which one\\?`));
    for (const { action, projectId = '' } of requests) {
      expect(message.body.text).toMatch(new RegExp(`\\d\\. ${action} · ${projectId} · `));
    }
    expect(labels(message.buttons)).toEqual(requests.map((_request, at) => `🔍 ${at + 1}`));
    expect(kit.approvals.announced).toEqual([]);
  });

  it('shows the one whose button is tapped, to whoever asked only', async () => {
    for (const request of OF_TWO_PROJECTS) kit.approvals.open(request);
    const posted = await kit.ask(ANA, `${command} deploy-7`);
    const second = posted.message.buttons?.flat()[1]?.action ?? '';
    await kit.tap(CLEO, posted, second);
    expect(kit.copies.opened).toEqual([]);
    await kit.tap(ANA, posted, second);
    const line = posted.message.body.text.split('\n')[2] ?? '';
    const key = line.includes('deploy shop') ? 'k-shop' : 'k-web';
    expect(kit.copies.opened).toEqual([`${key} ${ANA}`]);
  });
});

it('lists eight and counts the rest', async () => {
  for (let at = 10; at < 20; at += 1) kit.approvals.open(aRequest({ id: `aa-${at}` }));
  const { message } = await kit.ask(ANA, '/approve aa');
  expect(labels(message.buttons)).toHaveLength(8);
  expect(message.body.text).toMatch(/… and 2 more$/);
});

it('gives no button to one that is already decided, and lists it last', async () => {
  for (const request of OF_TWO_PROJECTS) kit.approvals.open(request);
  await kit.ask(ANA, '/deny k-web');
  const { message } = await kit.ask(ANA, '/approve deploy-7');
  expect(message.body.text).toMatch(/1\. deploy shop · .*\n2\. deploy web · .* · already decided$/);
  expect(labels(message.buttons)).toEqual(['🔍 1']);
});

it('lists only what may be shown there: one that is left is meant', async () => {
  for (const request of OF_TWO_PROJECTS) kit.approvals.open(request);
  expect(await kit.told(BEN, '/deny deploy-7')).not.toContain('deploy shop');
  expect((await kit.approvals.get('k-web'))?.outcome).toMatchObject({ status: 'denied' });
  expect((await kit.approvals.get('k-shop'))?.outcome).toBeUndefined();
});

it('gives no buttons where all of them are decided', async () => {
  for (const request of OF_TWO_PROJECTS) kit.approvals.open(request);
  for (const { key } of OF_TWO_PROJECTS) await kit.ask(ANA, `/deny ${key}`);
  const { message } = await kit.ask(ANA, '/approve deploy-7');
  expect(message.buttons).toBeUndefined();
  expect(message.body.text).toMatch(/^Several requests fit deploy-7\.\n/);
  expect(message.body.text.match(/already decided/g)).toHaveLength(2);
});
