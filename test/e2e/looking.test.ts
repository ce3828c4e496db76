// Looking things up in the built program: what runs, one job, what happened, and why a message is there.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Program } from '../helpers/program.ts';
import { ANA, createWorld, type World } from '../helpers/world.ts';

let world: World;
let program: Program;
beforeAll(async () => {
  world = await createWorld({ limits: 'off' });
  program = await world.start();
});
afterAll(() => world.end());

/** `secondsAgo`: two that happened in one millisecond have no order in a list. */
const tell = (event_type: string, data: object, { job = 0, secondsAgo = 0 }) => {
  const timestamp = new Date(Date.now() - secondsAgo * 1_000).toISOString();
  const of = { project_id: 'shop', session_id: 'S1', job_id: `job-${job}` };
  const event = { event_type, timestamp, ...of, data };
  return world.client.xadd('televibe:stream:shop', '*', 'event', JSON.stringify(event));
};

const find = (pattern: RegExp) => {
  const { world: telegram } = world.simulator;
  return telegram.waitFor(
    () => telegram.messages(ANA).findLast(({ text, from }) => from.isBot && pattern.test(text)),
    60_000,
  );
};

function say(text: string, replyTo?: number) {
  const { world: telegram } = world.simulator;
  telegram.say({ chatId: ANA, personId: ANA, text, ...(replyTo === undefined ? {} : { replyTo }) });
}

async function tap(pattern: RegExp, label: string) {
  const message = await find(pattern);
  const button = message.keyboard.flat().find(({ text }) => text === label);
  const on = { chatId: ANA, messageId: message.messageId, personId: ANA };
  await world.simulator.world.tap({ ...on, data: String(button?.callback_data) });
}

it('opens a job from the list, its history, and goes on after a restart; says why a card is there', async () => {
  say('/start');
  await find(/jobwire/);
  for (let number = 1; number <= 8; number += 1) {
    const at = { job: number, secondsAgo: 20 - number };
    await tell('job.started', { instruction: `Task ${number}` }, at);
  }
  await tell('job.progress', { tool: 'Bash', command: 'npm test', progress: 0.5 }, { job: 8 });
  const card = await find(/Task 8 · shop[\s\S]*npm test/);
  await expect
    .poll(async () => await world.client.zcard('jobwire:jobs:open'), { timeout: 60_000 })
    .toBe(8);
  say('/jobs');
  await tap(/^📋 Jobs\n\n1\. 🔄 Task 8\nshop · .*\n▓▓▓▓▓░░░░░ 50 %/, '›');
  await find(/^📋 Jobs\n\n1\. 🔄 Task 2/);
  await program.stop();
  program = await world.start();
  await tap(/^📋 Jobs\n\n1\. 🔄 Task 2/, '‹');
  await tap(/^📋 Jobs\n\n1\. 🔄 Task 8/, '1');
  await tap(/^🔄 Task 8 · shop\n[\s\S]*Session S1 · started/, '🕘 History');
  const history = await find(/^🕘 Task 8\n/);
  expect(history.text.split('\n').slice(1)).toEqual([
    expect.stringContaining('🔧 Started'),
    expect.stringContaining('⚙️ Bash'),
  ]);
  say('/why', card.messageId);
  const answer = await find(/It is here because of/);
  expect(answer.text).toContain('• everything · followed by you');
});
