// Ten jobs that each report a step a second, on live cards under Telegram's own limits: counted are the calls that a
// group and a private chat cost, never how long anything takes.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../src/runtime/clock.ts';
import type { Call } from '../../src/simulator/world/calls.ts';
import { publish } from '../helpers/publish.ts';
import { ANA, createWorld, type World } from '../helpers/world.ts';

const GROUP = -1_001_000_000_888;
const JOBS = 10;
/** More than the minute in which a group gets 20 calls. */
const STEPS = 75;
const MINUTE_MS = 60_000;
const BUDGET = { all: 20, news: 15 };

let world: World;
beforeEach(async () => {
  world = await createWorld({ settings: { BATCH_WINDOW_MS: '2000' } });
  world.simulator.world.addGroup({ id: GROUP, title: 'Shop team', members: [ANA] });
  await world.start();
});
afterEach(() => world.end());

const callsTo = (chatId: number) =>
  world.simulator.world.calls.filter(({ method, params }) => {
    return /^(?:send|edit)/.test(method) && Number(params.chat_id) === chatId;
  });

const isOfCard = ({ params }: Call) => String(params.text).includes('Build shop');

/** Most of them within any minute. */
function mostInAMinute(calls: readonly Call[]): number {
  const times = calls.map(({ at }) => at);
  return Math.max(
    ...times.map((from) => times.filter((at) => at >= from && at < from + MINUTE_MS).length),
  );
}

/** Calls that went to the group between a command and its answer, however long that took. */
async function callsBeforeAnswer(): Promise<number> {
  const known = callsTo(GROUP).length;
  const telegram = world.simulator.world;
  telegram.say({ chatId: GROUP, personId: ANA, text: '/subscriptions' });
  const answered = () => callsTo(GROUP).findIndex((call, at) => at >= known && !isOfCard(call));
  await telegram.waitFor(() => answered() !== -1, 60_000);
  return answered() - known;
}

const tell = (at: number, event_type: string, data: Record<string, unknown>) =>
  publish(world.client, { event_type, job_id: `job-${at}`, data });

it('cards of ten busy jobs stay within the budgets, give way to answers, and end up right', async () => {
  const telegram = world.simulator.world;
  telegram.say({ chatId: ANA, personId: ANA, text: '/start' });
  telegram.say({ chatId: GROUP, personId: ANA, text: '/subscribe project project-a' });
  await telegram.waitFor(() => callsTo(ANA).length > 0 && callsTo(GROUP).length > 0, 60_000);
  const jobs = Array.from({ length: JOBS }, (_, at) => at);
  for (const at of jobs) await tell(at, 'job.started', { instruction: `Build shop ${at}` });
  const between: number[] = [];
  for (let step = 1; step <= STEPS; step += 1) {
    const file = `src/step-${step}.ts`;
    for (const at of jobs) await tell(at, 'job.progress', { type: 'tool_use', tool: 'Edit', file });
    if (step % 20 === 0) between.push(await callsBeforeAnswer());
    await systemClock.sleep(1_000);
  }
  // One call may be on its way when the command comes.
  expect(Math.max(...between)).toBeLessThanOrEqual(1);

  const inGroup = callsTo(GROUP);
  expect(mostInAMinute(inGroup)).toBeLessThanOrEqual(BUDGET.all);
  expect(mostInAMinute(inGroup.filter(isOfCard))).toBeLessThanOrEqual(BUDGET.news);
  // The budget is used.
  const edits = inGroup.filter(({ method }) => method === 'editMessageText');
  expect(edits.length).toBeGreaterThanOrEqual(5);
  expect([...inGroup, ...callsTo(ANA)].filter(({ answer }) => answer?.status === 429)).toEqual([]);

  // With nothing new, each card ends up with the newest step.
  await telegram.waitFor(() => [GROUP, ANA].every((chatId) => areNewest(chatId)), 100_000);
});

/** Every job has one card, which shows its newest step. */
function areNewest(chatId: number): boolean {
  const cards = world.simulator.world
    .messages(chatId)
    .filter(({ text }) => text.includes('Build shop'));
  return cards.length === JOBS && cards.every(({ text }) => text.includes(`src/step-${STEPS}.ts`));
}
