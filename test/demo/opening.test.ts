import { afterEach, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { ANA, addPeople, BEN, CLEO, CREW, playOpening } from '../../src/demo/opening.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createSmallBot, type SmallBot } from './small-bot.ts';

let simulator: Simulator;
let bot: SmallBot;
afterEach(async () => {
  await bot.stop();
  await simulator.stop();
});

async function begin(): Promise<void> {
  simulator = await startSimulator({ clock: systemClock, limits: 'off' });
  addPeople(simulator.world);
  const settings = { BOT_TOKEN: simulator.token, TELEGRAM_API_ROOT: simulator.apiRoot };
  bot = createSmallBot(loadConfig(settings, { require: 'BOT_TOKEN' }));
  await bot.start();
}

const textsIn = (chatId: number) =>
  simulator.world.messages(chatId).map(({ from, text }) => `${from.firstName}: ${text}`);

it('lets each person write once the one before has an answer', async () => {
  await begin();
  await playOpening(simulator.world);
  expect(textsIn(ANA)).toEqual([
    'Ana: /start',
    'jobwire: got /start',
    'Ana: /grant 1002 approver',
    'jobwire: got /grant 1002 approver',
  ]);
  expect(textsIn(BEN)).toEqual(['Ben: /start', 'jobwire: got /start']);
  expect(textsIn(CREW)).toEqual([
    'Ana: /start',
    'jobwire: got /start',
    'Ana: /subscribe project shop',
    'jobwire: got /subscribe project shop',
  ]);
  expect(textsIn(CLEO)).toEqual([]);
});

it('gives everyone a private chat, and all of them one group', async () => {
  await begin();
  const { world } = simulator;
  expect(world.person(BEN)?.languageCode).toBe('de');
  for (const id of [ANA, BEN, CLEO]) expect(world.chat(id)?.kind).toBe('private');
  expect(world.chat(CREW)).toMatchObject({ title: 'Shop crew', kind: 'group' });
  expect(world.chat(CREW)?.members.map(({ personId }) => personId)).toEqual([ANA, BEN, CLEO]);
});
