// Replicas of the Telegram edge that poll one simulator and share their stores; new ones for each test.
import { afterEach, beforeEach } from 'vitest';
import type { Simulator } from '../../../src/simulator/simulator.ts';
import {
  ANA,
  createEdge,
  createStores,
  type Edge,
  type Stores,
  startWorld,
  until,
} from '../edge.ts';

export const telegramOf = (edge: Edge) => edge.health.snapshot().telegram;
export const healthy = (edge: Edge) => until(() => telegramOf(edge)?.ok === true);

/** To be called once a file, outside of its tests. */
export function useReplicas() {
  const edges: Edge[] = [];
  const at = {} as { simulator: Simulator; stores: Stores };

  beforeEach(async () => {
    at.simulator = await startWorld();
    at.stores = createStores();
    edges.length = 0;
  });
  afterEach(async () => {
    at.stores.redis.end();
    for (const edge of edges) await edge.service.stop();
    await at.simulator.stop();
  });

  /** One more replica, not started; it is stopped after the test. */
  function replica(options: Partial<Parameters<typeof createEdge>[0]> = {}): Edge {
    const edge = createEdge({ ...at, ...options });
    edges.push(edge);
    return edge;
  }

  const answers = (chatId = ANA) =>
    at.simulator.world.messages(chatId).filter(({ from }) => from.isBot);
  return {
    at,
    replica,
    async running(): Promise<Edge> {
      const edge = replica();
      await edge.service.start();
      await healthy(edge);
      return edge;
    },
    say: (text: string, personId = ANA) =>
      at.simulator.world.say({ chatId: personId, personId, text }),
    answers,
    answered: (count: number, chatId = ANA) =>
      at.simulator.world.waitFor(() => answers(chatId).length >= count && answers(chatId), 60_000),
  };
}
