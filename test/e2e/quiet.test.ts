// A chat that is left alone, with the built program: one summary after, from either of two replicas, also where one is
// killed meanwhile.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Program } from '../helpers/program.ts';
import { publish } from '../helpers/publish.ts';
import { waitUntil } from '../helpers/wait.ts';
import { ADMIN_TOKEN, ANA, createWorld, type World } from '../helpers/world.ts';

/** What came is summed up within a minute of its end. */
const SUMMED_MS = 60_000;
const MUTED_S = 12;

let world: World;
let programs: Program[];
beforeAll(async () => {
  world = await createWorld({ limits: 'off' });
  programs = [await world.start(), await world.start()];
  await ask('/start');
  await ask('/cards off');
});
afterAll(() => world.end());

const telegram = () => world.simulator.world;
const all = () => telegram().messages(ANA);
const fromBot = () => all().filter(({ from }) => from.isBot);
const summaries = () => fromBot().filter(({ text }) => text.startsWith('🌅'));

async function ask(text: string): Promise<string> {
  const before = fromBot().length;
  telegram().say({ chatId: ANA, personId: ANA, text });
  return telegram().waitFor(() => fromBot()[before]?.text, 60_000);
}

async function aNight(project_id: string): Promise<void> {
  const say = (job_id: string, event_type: string, data: Readonly<Record<string, unknown>> = {}) =>
    publish(world.client, { project_id, event_type, job_id, session_id: 'S1', data });
  await say('a', 'job.started', { instruction: 'Nightly check' });
  for (let step = 0; step < 5; step += 1) await say('a', 'job.progress', { tool: 'Edit', step });
  await say('a', 'job.failed', { error: 'connection refused' });
  await say('b', 'job.started', { instruction: 'Add rate limiting' });
  await say('b', 'job.completed', { success: true, cost_usd: 7.41 });
  await say('c', 'job.approval_needed', {
    approval_id: `push-${project_id}`,
    action: 'git push',
    scope: 'push',
  });
}

it('a muted chat gets requests, and one summary when its time is over, though a replica is killed', async () => {
  expect(await ask(`/mute ${MUTED_S}s`)).toContain('Quiet until');
  const before = fromBot().length;
  await aNight('shop');
  await telegram().waitFor(() => fromBot()[before]?.text.includes('git push'), 60_000);
  await programs.shift()?.kill9();
  expect(summaries()).toEqual([]);
  expect(fromBot()).toHaveLength(before + 1);
  const summary = await telegram().waitFor(() => summaries()[0], MUTED_S * 1_000 + SUMMED_MS);
  expect(summary.text.split('\n')[0]).toBe('🌅 While it was quiet: 1 failed · 1 waiting · 1 done');
  expect(summary.text).toContain('❌ Nightly check failed · shop: connection refused');
  expect(summary.text).toContain('✅ Add rate limiting done · shop: $7.41');
  // What comes after it has a message of its own, so nothing was sent twice until then.
  await publish(world.client, { project_id: 'shop', event_type: 'job.failed', job_id: 'd' });
  const again = () => fromBot().find(({ text }) => text.startsWith('❌'));
  await telegram().waitFor(again, 60_000);
  expect(summaries()).toHaveLength(1);
});

it('quiet hours keep everything for one summary, which their end brings at once', async () => {
  const now = new Date();
  const hour = (later: number) => `${(now.getUTCHours() + later + 24) % 24}:00`;
  expect(await ask(`/quiet ${hour(-1)}-${hour(3)} UTC`)).toContain('Quiet hours');
  const before = fromBot().length;
  await aNight('lab');
  await telegram().waitFor(() => fromBot()[before]?.text.includes('git push'), 60_000);
  expect(fromBot()[before]?.silent).toBe(true);
  expect(await ask('/subscriptions')).toContain('now until');
  await programs[0]?.stop();
  programs = [await world.start()];
  expect(summaries()).toHaveLength(1);
  expect(await ask('/quiet off')).toContain('No quiet hours');
  const summary = await telegram().waitFor(() => summaries()[1], 60_000);
  expect(summary.text.split('\n')[0]).toBe('🌅 While it was quiet: 1 failed · 2 waiting · 1 done');
});

const jobs = () => fromBot().filter(({ text }) => text.includes('Index the archive'));

async function aStep(progress: number): Promise<void> {
  await publish(world.client, {
    ...{ project_id: 'books', session_id: 'S1', job_id: 'index-1' },
    ...{ event_type: 'job.progress', data: { progress, step: `part ${progress * 100}` } },
  });
}

/** As the job is known to whoever asks. */
async function progress(): Promise<unknown> {
  const answer = await fetch(`${programs[0]?.url}/api/v1/jobs/index-1`, {
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
  });
  return ((await answer.json()) as { progress?: unknown }).progress;
}

let progressed = 0;

it.each([
  ['chat', '/mute 1h', '/unmute'],
  ['chat for some seconds', '/mute 4s', undefined],
  ['job', '/mute index-1', '/unmute index-1'],
  ['job for some seconds', '/mute 4s index-1', undefined],
])('the card of a muted %s shows how the job stands once that is over', async (_, mute, unmute) => {
  if (jobs().length === 0) {
    await ask('/cards on');
    await publish(world.client, {
      ...{ project_id: 'books', session_id: 'S1', job_id: 'index-1' },
      ...{ event_type: 'job.started', data: { instruction: 'Index the archive' } },
    });
    await telegram().waitFor(() => jobs()[0], 60_000);
  }
  const percent = 10 + 10 * progressed++;
  await ask(mute);
  await aStep(percent / 100);
  await waitUntil(async () => (await progress()) === percent / 100);
  if (unmute !== undefined) {
    expect(jobs()[0]?.text).not.toContain(`${percent}`);
    await ask(unmute);
  }
  await telegram().waitFor(() => jobs()[0]?.text.includes(`${percent}`) || undefined, 60_000);
});
