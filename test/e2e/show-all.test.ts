// A digest of the built program leaves events out; its button posts them, also after a restart.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Program } from '../helpers/program.ts';
import { beginDigests } from '../helpers/told.ts';
import { ANA, createWorld, type World } from '../helpers/world.ts';

let world: World;
let program: Program;

beforeAll(async () => {
  world = await createWorld({ limits: 'off' });
  program = await world.start();
  await beginDigests(world.simulator, ANA);
});
afterAll(() => world.end());

it('a tap on Show all posts what a digest left out, with the title of the job', async () => {
  const { world: telegram } = world.simulator;
  const tell = (event_type: string, data: object) => {
    const event = { event_type, project_id: 'shop', job_id: 'j1', data };
    return world.client.xadd('televibe:stream:shop', '*', 'event', JSON.stringify(event));
  };
  await tell('job.started', { instruction: 'Fix the checkout' });
  for (const file of ['one.ts', 'two.ts', 'three.ts'])
    await tell('job.progress', { tool: 'Edit', file });
  const digest = await telegram.waitFor(
    () => telegram.messages(ANA).find(({ text }) => text.includes('+3 more')),
    60_000,
  );
  expect(digest.text).toBe('⚙️ Fix the checkout: Edit · shop: three.ts · +3 more');
  const button = digest.keyboard[0]?.[0];
  expect(button?.text).toBe('Show all');
  await program.stop();
  program = await world.start();
  const tap = {
    chatId: ANA,
    messageId: digest.messageId,
    personId: ANA,
    data: String(button?.callback_data),
  };
  await telegram.tap(tap);
  const listing = await telegram.waitFor(
    () => telegram.messages(ANA).find(({ replyTo }) => replyTo === digest.messageId),
    60_000,
  );
  const lines = listing.text.split('\n');
  expect(lines).toHaveLength(4);
  expect(lines[0]).toMatch(/🔧 Fix the checkout started · shop$/);
  expect(lines[1]).toMatch(/⚙️ Fix the checkout: Edit · shop: one\.ts$/);
});
