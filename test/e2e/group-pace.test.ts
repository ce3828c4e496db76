// Groups under Telegram's own limits: 20 messages in any minute, and answers that do not wait behind a burst.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../src/runtime/clock.ts';
import { publish } from '../helpers/publish.ts';
import { ANA, createWorld, type World } from '../helpers/world.ts';

const GROUP = -1_001_000_000_777;
const CALLS_A_MINUTE = 20;
const MINUTE_MS = 60_000;
const ANSWER_MS = 5_000;

let world: World;
beforeEach(async () => {
  // Without `limits: 'off'` the simulator is as strict as Telegram.
  world = await createWorld({});
  const telegram = world.simulator.world;
  telegram.addGroup({ id: GROUP, title: 'Shop team', members: [ANA] });
  await world.start();
});
afterEach(() => world.end());

/** Sends and edits to the group that Telegram was asked for. */
const calls = () =>
  world.simulator.world.calls.filter(({ method, params }) => {
    return /^(send|edit)/.test(method) && Number(params.chat_id) === GROUP;
  });

/** Most calls within any minute. */
function most(): number {
  const times = calls().map(({ at }) => at);
  return Math.max(
    ...times.map((from) => times.filter((at) => at >= from && at < from + MINUTE_MS).length),
  );
}

/** How long Ana waits for the answer to a command in the group. */
async function answerMs(text: string, answer: RegExp): Promise<number> {
  const telegram = world.simulator.world;
  const known = calls().length;
  const askedAt = systemClock.monotonic();
  telegram.say({ chatId: GROUP, personId: ANA, text });
  await telegram.waitFor(() =>
    calls()
      .slice(known)
      .find(({ params }) => answer.test(String(params.text))),
  );
  return systemClock.monotonic() - askedAt;
}

/** Too long to be shown together with others. */
const LONG = 'and so on '.repeat(100);

async function request(count: number): Promise<void> {
  for (let at = 0; at < count; at += 1) {
    await publish(world.client, {
      event_type: 'job.approval_needed',
      job_id: `job-${at}`,
      data: { scope: 'push', action: `git push ${at} ${LONG}` },
    });
  }
}

async function sentToGroup(count: number): Promise<void> {
  while (calls().length < count) await systemClock.sleep(20);
}

it('a command after a burst of 15 messages is answered within 5 s, and no 21st goes out in a minute', async () => {
  await answerMs('/subscribe project project-a', /project-a/);
  await request(14);
  const burstAt = systemClock.monotonic();
  await sentToGroup(15);
  expect(systemClock.monotonic() - burstAt).toBeLessThan(ANSWER_MS);
  expect(await answerMs('/subscriptions', /project-a/)).toBeLessThan(ANSWER_MS);
  await request(12);
  await sentToGroup(CALLS_A_MINUTE);
  // What is too much waits, and nobody had to be refused.
  await systemClock.sleep(3_000);
  expect(calls()).toHaveLength(CALLS_A_MINUTE);
  expect(calls().filter(({ answer }) => answer?.status === 429)).toEqual([]);
});

it('news leave room for answers, however many come', async () => {
  await answerMs('/subscribe project project-a', /project-a/);
  for (let at = 0; at < 60; at += 1) {
    await publish(world.client, { event_type: 'job.started', job_id: `job-${at}` });
    await systemClock.sleep(100);
  }
  for (const _ of [1, 2, 3]) {
    expect(await answerMs('/subscriptions', /project-a/)).toBeLessThan(ANSWER_MS);
  }
  expect(most()).toBeLessThanOrEqual(CALLS_A_MINUTE);
  expect(calls().filter(({ answer }) => answer?.status === 429)).toEqual([]);
});
