// Updates that can't be handled at once: they hold back no others, and outlive the program.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import type { Simulator } from '../../src/demo/simulator/simulator.ts';
import { aRequest } from './a-request.ts';
import {
  ANA,
  BEN,
  createEdge,
  createStores,
  type Edge,
  type Stores,
  show,
  startWorld,
  until,
} from './edge.ts';

let simulator: Simulator;
let stores: Stores;
let edges: Edge[];

beforeEach(async () => {
  simulator = await startWorld();
  stores = createStores();
  edges = [];
});

afterEach(async () => {
  stores.redis.end();
  for (const edge of edges) await edge.service.stop();
  await simulator.stop();
});

/** One more replica, not started. */
function replica(): Edge {
  const edge = createEdge({ simulator, stores });
  edges.push(edge);
  return edge;
}

async function running(): Promise<Edge> {
  const edge = replica();
  await edge.service.start();
  await healthy(edge);
  return edge;
}

const telegramOf = (edge: Edge) => edge.health.snapshot().telegram;
const healthy = (edge: Edge) => until(() => telegramOf(edge)?.ok === true);
const say = (text: string, personId = ANA) =>
  simulator.world.say({ chatId: personId, personId, text });
const answers = (chatId = ANA) => simulator.world.messages(chatId).filter(({ from }) => from.isBot);
const answered = (count: number, chatId = ANA) =>
  simulator.world.waitFor(() => answers(chatId).length >= count && answers(chatId), 10_000);

describe('updates that wait', () => {
  it('hears what comes behind a hundred updates that can not be handled yet', async () => {
    await running();
    simulator.world.faults.add({ kind: 'delay', ms: 60_000, method: 'sendMessage', chatId: ANA });
    for (let count = 0; count < 130; count += 1) say('/whoami');
    say('/whoami', BEN);
    await answered(1, BEN);
    expect(answers()).toHaveLength(0);
    expect(stores.updateLog.kept.size).toBeGreaterThanOrEqual(100);
  });

  it('handles what a killed replica had parked, in order and once', async () => {
    const text = (at: number) => (at % 2 === 0 ? '/level errors' : '/level all');
    const chat = { id: ANA, type: 'private', first_name: 'Ana' } as const;
    const from = { id: ANA, is_bot: false, first_name: 'Ana' };
    const parked = [1, 2, 3].map((at) => ({
      update_id: 50_000 + at,
      message: {
        message_id: 900 + at,
        date: systemClock.now() / 1_000,
        chat,
        from,
        text: text(at),
      },
    }));
    await stores.updateLog.process().park(parked as never);
    say('/level');
    await running();
    const said = (await answered(4)).map((message) => /: (all|errors)/.exec(message.text)?.[1]);
    expect(said).toEqual(['all', 'errors', 'all', 'all']);
    await until(() => stores.updateLog.kept.size === 0);
  });

  it('carries a /deny out that was written right before a restart', async () => {
    const killed = await running();
    await show(aRequest(), { edge: killed, stores, address: { chatId: ANA } });
    stores.redis.begin();
    say('/deny ap-1 not today');
    await until(() => stores.redis.refused > 2);
    await killed.service.stop();
    stores.redis.end();
    stores.leases.expire();
    await running();
    await until(() => stores.approvals.announced.length > 0);
    expect((await stores.approvals.get('ap-1'))?.outcome).toMatchObject({ status: 'denied' });
    await answered(2);
  });
});
