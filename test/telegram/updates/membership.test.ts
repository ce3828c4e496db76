import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../src/simulator/simulator.ts';
import {
  ANA,
  BEN,
  createEdge,
  createStores,
  type Edge,
  GROUP,
  SMALL_GROUP,
  type Stores,
  startWorld,
  until,
} from '../edge.ts';

let simulator: Simulator;
let stores: Stores;
let edge: Edge;

beforeEach(async () => {
  simulator = await startWorld();
  stores = createStores();
  edge = createEdge({ simulator, stores });
  await edge.service.start();
});

afterEach(async () => {
  await edge.service.stop();
  await simulator.stop();
});

const said = (chatId: number, count: number) =>
  simulator.world.waitFor((world) => {
    const messages = world.messages(chatId).filter(({ from }) => from.isBot);
    return messages.length >= count && messages;
  });

describe('a chat', () => {
  const start = (chatId: number) =>
    simulator.world.say({ chatId, personId: ANA, text: '/start@jobwire_bot' });
  const stored = (chatId: number) => stores.chatBook.chats.get(chatId);

  it('whose person blocks the bot is inactive until /start', async () => {
    start(ANA);
    await said(ANA, 1);
    simulator.world.block(ANA);
    await until(() => stored(ANA)?.inactive === 'blocked');
    simulator.world.unblock(ANA);
    start(ANA);
    await until(() => stored(ANA)?.inactive === undefined);
  });

  it('that removes the bot is inactive; a new one is greeted', async () => {
    start(GROUP);
    await said(GROUP, 1);
    simulator.world.kick(GROUP, ANA);
    await until(() => stored(GROUP)?.inactive === 'kicked');
    simulator.world.invite(GROUP, BEN);
    const [, hello] = await said(GROUP, 2);
    expect(hello?.text).toContain('/subscribe');
    expect(stored(GROUP)?.inactive).toBe('kicked');
  });

  it('in which the bot gets other rights is retried at once', async () => {
    simulator.world.kick(GROUP, ANA);
    simulator.world.invite(GROUP, BEN);
    await until(() => stores.retried.length > 0);
    expect(stores.retried).toEqual([GROUP]);
  });

  it('that became a supergroup is moved', async () => {
    const to = simulator.world.migrate(SMALL_GROUP);
    await until(() => stores.moves.length > 0);
    expect(stores.moves[0]).toEqual([SMALL_GROUP, to]);
  });
});
