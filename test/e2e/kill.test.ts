// SIGKILL at the worst moments. What must hold: nothing lost, no second decision, and at most one
// repeated message per kill.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/runtime/clock.ts';
import type { Call } from '../../src/simulator/world/calls.ts';
import { graceEndsAt, heldNow, ROUTER_LEASE, visitTo, watchAsks } from '../helpers/handover.ts';
import type { Program } from '../helpers/program.ts';
import { publish } from '../helpers/publish.ts';
import { ANA, createWorld, type World } from '../helpers/world.ts';

let world: World;
let program: Program;

beforeEach(async () => {
  world = await createWorld();
  program = await world.start();
  world.simulator.world.say({ chatId: ANA, personId: ANA, text: '/start' });
  await bubble(/I post here: everything/);
});
const watches: (() => void)[] = [];
afterEach(async () => {
  for (const stop of watches.splice(0)) stop();
  await world.end();
});

/** The texts of all messages in Ana's chat, in order. */
const texts = () => world.simulator.world.messages(ANA).map(({ text }) => text);

function bubble(pattern: RegExp) {
  const chat = world.simulator.world;
  return chat.waitFor(() => chat.messages(ANA).find(({ text }) => pattern.test(text)), 60_000);
}

/** How many bubbles say the same as an earlier one. */
function repeats(): number {
  const said = texts();
  return said.length - new Set(said).size;
}

/** Its connections to Redis. */
async function clientsOfProgram(): Promise<string[]> {
  const list = String(await world.client.client('LIST'));
  return list.split('\n').filter((line) => line.includes(' name=jobwire-'));
}

async function killAndRestart(afterMs: number): Promise<void> {
  await systemClock.sleep(afterMs);
  await program.kill9();
  program = await world.start();
}

const decisions = async () => {
  const entries = await world.client.xrange('televibe:stream:project-a', '-', '+');
  return entries
    .map(([, fields]) => JSON.parse(fields[1] ?? '{}'))
    .filter(({ source }) => source.component === 'jobwire');
};

describe('SIGKILL of the program', () => {
  it('while cards wait to be begun loses no step and repeats at most one message a kill', async () => {
    const kills = 6;
    for (let round = 0; round < kills; round += 1) {
      for (let at = 0; at < 5; at += 1) {
        await publish(world.client, {
          event_type: 'job.progress',
          session_id: `S${round}`,
          job_id: `job-${round}`,
          data: { type: 'tool_use', tool: 'Edit', file: `file-${round}-${at}.ts`, action: 'edit' },
        });
      }
      await killAndRestart(round * 80);
    }
    for (let round = 0; round < kills; round += 1) {
      const { text } = await bubble(new RegExp(`file-${round}-4`));
      const steps = Array.from({ length: 5 }, (_, at) => text.indexOf(`file-${round}-${at}.ts`));
      expect(steps, text).not.toContain(-1);
      expect(steps).toEqual([...steps].sort((one, other) => one - other));
    }
    expect(repeats()).toBeLessThanOrEqual(kills);
  });

  it('during a decision makes no second decision and loses no tap', async () => {
    const rounds = 8;
    for (let round = 0; round < rounds; round += 1) {
      const action = `push-${round}`;
      await publish(world.client, {
        event_type: 'job.approval_needed',
        job_id: `job-${round}`,
        data: { approval_id: `ap-${round}`, scope: 'push', action },
      });
      const asked = await bubble(new RegExp(`push-${round}`));
      const tap = { chatId: ANA, messageId: asked.messageId, personId: ANA, row: 0, column: 0 };
      void world.simulator.world.tap(tap).catch(() => undefined);
      await killAndRestart(round * 3);
      await world.simulator.world.waitFor(() => {
        const now = world.simulator.world.messages(ANA).filter(({ text }) => text.includes(action));
        return now.some(({ keyboard }) => keyboard.length === 0) ? true : undefined;
      }, 60_000);
    }
    const made = await decisions();
    expect(made.map(({ data }) => `${data.approval_id} ${data.decision}`)).toEqual(
      Array.from({ length: rounds }, (_, round) => `ap-${round} approved`),
    );
    const open = world.simulator.world.messages(ANA).filter(({ keyboard }) => keyboard.length > 0);
    expect(open.length).toBeLessThanOrEqual(rounds);
  });

  it('while a message is being sent repeats at most that one', async () => {
    const { world: telegram } = world.simulator;
    const faults = telegram.faults;
    faults.add({ method: 'sendMessage', times: 1, kind: 'delay', ms: 2_000 });
    await publish(world.client, {
      event_type: 'job.failed',
      job_id: 'job-1',
      data: { error: 'the disk is full' },
    });
    const isIt = ({ method, params }: Call) =>
      method === 'sendMessage' && String(params.text).includes('the disk is full');
    await telegram.waitFor(() => telegram.calls.find(isIt), 60_000);
    await program.kill9();
    // What it had sent is still done.
    await vi.waitFor(async () => expect(await clientsOfProgram()).toEqual([]), 60_000);
    const held = await heldNow(world.client);
    for (const { key, forMs } of held) expect([key, forMs <= 2_000]).toEqual([key, true]);
    const lease = await watchAsks(world.client, ROUTER_LEASE);
    const visit = await watchAsks(world.client, visitTo(ANA));
    watches.push(lease.stop, visit.stop);
    program = await world.start();
    const data = { approval_id: 'ap-next', scope: 'push', action: 'git push --tags' };
    await publish(world.client, { event_type: 'job.approval_needed', job_id: 'j9', data });
    await bubble(/git push --tags/);
    // Nobody gets what has not run out, and whoever asks first after that does.
    const grace = await graceEndsAt(world.client);
    for (const [key, { asks }] of [
      ['jobwire:lease:router:ends', lease],
      [`jobwire:out:${ANA}:visit`, visit],
    ] as const) {
      // On a slow machine it has run out already.
      const ends = held.find((one) => one.key === key)?.endsAt ?? Number.NEGATIVE_INFINITY;
      const endsAt = Math.max(ends, grace);
      const granted = asks.findIndex(({ isGranted }) => isGranted);
      expect([key, (asks[granted]?.at ?? 0) > endsAt]).toEqual([key, true]);
      // One at the end itself may go either way: it is noted a moment after it was judged.
      const refused = asks.slice(0, granted).filter(({ at }) => at > endsAt);
      expect([key, refused.length <= 1 ? [] : refused]).toEqual([key, []]);
    }
    await bubble(/the disk is full/);
    await publish(world.client, {
      event_type: 'job.failed',
      job_id: 'job-2',
      data: { error: 'the second failure' },
    });
    await bubble(/the second failure/);
    expect(texts().filter((text) => text.includes('the disk is full')).length).toBeLessThanOrEqual(
      2,
    );
    expect(texts().filter((text) => text.includes('the second failure'))).toHaveLength(1);
  });

  it('while a chat is paused by a 429 keeps the pause, and what waits', async () => {
    const { world: telegram } = world.simulator;
    telegram.faults.add({ method: 'sendMessage', times: 1, kind: 'flood', retryAfter: 6 });
    const fail = (id: string) =>
      publish(world.client, {
        event_type: 'job.failed',
        job_id: id,
        data: { error: `${id} broke` },
      });
    await fail('before');
    const sends = () =>
      telegram.calls.filter(({ method, params }) => {
        return method === 'sendMessage' && String(params.text).includes('broke');
      });
    const refused = await telegram.waitFor(() => sends().find(({ answer }) => answer), 60_000);
    expect(refused.answer?.status).toBe(429);
    await program.logged('telegram_flood');
    await program.kill9();
    await fail('meanwhile');
    program = await world.start();
    await bubble(/before broke/);
    await bubble(/meanwhile broke/);
    for (const { at } of sends().slice(1)) expect(at - refused.at).toBeGreaterThanOrEqual(6_000);
    expect(texts().join('\n').match(/broke/g)).toHaveLength(2);
  });

  it('catches up from the streams on what was published while it was away', async () => {
    await program.kill9();
    for (const at of [1, 2, 3]) {
      const data = { error: `missed-${at}` };
      await publish(world.client, { event_type: 'job.failed', job_id: `j${at}`, data });
    }
    program = await world.start();
    await bubble(/missed-3/);
    expect(texts().join('\n')).toMatch(/missed-1[\s\S]*missed-2[\s\S]*missed-3/);
  });

  it('counts a tap that was made while it was away', async () => {
    const data = { approval_id: 'ap-away', scope: 'push', action: 'git push' };
    await publish(world.client, { event_type: 'job.approval_needed', job_id: 'j1', data });
    const asked = await bubble(/git push/);
    await program.kill9();
    const tap = { chatId: ANA, messageId: asked.messageId, personId: ANA, row: 0, column: 1 };
    void world.simulator.world.tap(tap).catch(() => undefined);
    program = await world.start();
    await world.simulator.world.waitFor(
      () => world.simulator.world.messages(ANA).find(({ text }) => /Denied/.test(text)),
      60_000,
    );
    expect((await decisions()).map(({ data: { decision } }) => decision)).toEqual(['denied']);
  });
});

describe('SIGKILL of Redis with its append-only file kept', () => {
  it('loses nothing that was taken, and the program resumes by itself', async () => {
    const data = { approval_id: 'ap-redis', scope: 'push', action: 'git push origin' };
    await publish(world.client, { event_type: 'job.approval_needed', job_id: 'j1', data });
    const asked = await bubble(/git push origin/);
    await publish(world.client, {
      event_type: 'job.failed',
      job_id: 'j2',
      data: { error: 'before the crash' },
    });
    await world.redis.kill9();
    const readyz = async () => (await fetch(`${program.url}/readyz`)).status;
    while ((await readyz()) !== 503) await systemClock.sleep(50);
    const tap = { chatId: ANA, messageId: asked.messageId, personId: ANA, row: 0, column: 0 };
    void world.simulator.world.tap(tap).catch(() => undefined);
    await world.redis.restart();
    await bubble(/before the crash/);
    await bubble(/Approved/);
    while ((await readyz()) !== 200) await systemClock.sleep(50);
    await publish(world.client, {
      event_type: 'job.failed',
      job_id: 'j3',
      data: { error: 'after the crash' },
    });
    await bubble(/after the crash/);
    expect(await decisions()).toHaveLength(1);
    expect(repeats()).toBeLessThanOrEqual(1);
  });
});
