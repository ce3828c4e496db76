import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Service } from '../../../src/runtime/lifecycle.ts';
import type { Simulator } from '../../../src/simulator/simulator.ts';
import { createApi } from '../../../src/telegram/sending/client.ts';
import { createMenuButton } from '../../../src/telegram/sending/menu-button.ts';
import { createLogBook } from '../../helpers/log-book.ts';
import { translator } from '../../message/speaking.ts';
import { ANA, BEN, hasty, startWorld } from '../edge.ts';

const URL = 'https://jobs.example.org';
const DASHBOARD = { type: 'web_app', text: 'Dashboard', web_app: { url: `${URL}/` } };

let simulator: Simulator;
let log = createLogBook();
const started: Service[] = [];
beforeEach(async () => {
  simulator = await startWorld();
  log = createLogBook();
});
afterEach(async () => {
  for (const service of started.splice(0)) await service.stop();
  await simulator.stop();
});

/** A start of the program; resolves once it has asked. */
async function start(appUrl: string | undefined): Promise<void> {
  const { apiRoot, token, world } = simulator;
  const before = answered('getChatMenuButton');
  const api = createApi({ apiRoot, token });
  const service = createMenuButton({ api, appUrl, translator, clock: hasty, log });
  started.push(service);
  await service.start();
  await world.waitFor(() => answered('getChatMenuButton') > before);
}

const answered = (method: string) =>
  simulator.world.calls.filter((call) => call.method === method && call.answer?.status === 200)
    .length;
const changes = () =>
  simulator.world.calls.filter(({ method }) => method === 'setChatMenuButton').length;
const shows = (button: unknown) =>
  simulator.world.waitFor(
    ({ menuButton }) => JSON.stringify(menuButton(ANA)) === JSON.stringify(button),
  );

describe('the menu button', () => {
  it('opens the dashboard in every private chat, and is set only when it changes', async () => {
    await start(URL);
    await shows(DASHBOARD);
    expect(simulator.world.menuButton(BEN)).toEqual(DASHBOARD);
    await start(URL);
    await start('https://new.example.org');
    await shows({ ...DASHBOARD, web_app: { url: 'https://new.example.org/' } });
    expect(changes()).toBe(2);
  });

  it('follows the address, and lists the commands again without one', async () => {
    await start('https://old.example.org');
    await shows({ ...DASHBOARD, web_app: { url: 'https://old.example.org/' } });
    await start(URL);
    await shows(DASHBOARD);
    await start(undefined);
    await shows({ type: 'commands' });
  });

  it('is left alone by who has no dashboard', async () => {
    await start(undefined);
    await start(URL);
    await shows(DASHBOARD);
    expect(changes()).toBe(1);
  });

  it('is set as soon as Telegram is back, and said to be missing once', async () => {
    const fault = simulator.world.faults.add({ kind: 'status', code: 500, method: '*' });
    const { apiRoot, token, world } = simulator;
    const api = createApi({ apiRoot, token });
    const service = createMenuButton({ api, appUrl: URL, translator, clock: hasty, log });
    started.push(service);
    await service.start();
    await world.waitFor(() => world.calls.some(({ answer }) => answer?.status === 500));
    world.faults.remove(fault);
    await shows(DASHBOARD);
    expect(log.count('telegram_menu_button_not_set')).toBeLessThanOrEqual(1);
  });
});
