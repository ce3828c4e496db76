import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import type { Simulator } from '../../src/demo/simulator/simulator.ts';
import { createApi } from '../../src/telegram/client.ts';
import { createCommandRegistration } from '../../src/telegram/register-commands.ts';
import { createLogBook } from '../helpers/log-book.ts';
import { translator } from '../message/speaking.ts';
import { ANA, BEN, createStores, DAN, GROUP, hasty, startWorld } from './edge.ts';

const NEVER_WROTE = 1_999;

let simulator: Simulator;
const log = createLogBook();
const stores = createStores();

beforeEach(async () => {
  simulator = await startWorld();
});

afterEach(() => simulator.stop());

function registration() {
  const { apiRoot, token } = simulator;
  const api = createApi({ apiRoot, token });
  return createCommandRegistration({ api, ...stores, translator, clock: hasty, log });
}

const names = (chatId: number, personId: number) =>
  simulator.world.commandsFor(chatId, personId).map(({ command }) => command);
const calls = (method: string) =>
  simulator.world.calls.filter((call) => call.method === method).length;
const registered = () =>
  simulator.world.waitFor(() => names(ANA, ANA).includes('grant') && names(DAN, DAN).length > 0);

describe('the commands', () => {
  it('are told to everybody in their language, those for admins to admins alone', async () => {
    const service = registration();
    await service.start();
    await registered();
    expect(names(ANA, ANA)).toEqual(expect.arrayContaining(['approvals', 'grant', 'revoke']));
    expect(names(DAN, DAN)).toContain('approvals');
    expect(names(DAN, DAN)).not.toContain('grant');
    expect(names(GROUP, ANA)).not.toContain('grant');
    const level = simulator.world.commandsFor(BEN, BEN).find(({ command }) => command === 'level');
    expect(level?.description).toBe('Wie viel dieser Chat hört');
    await service.stop();
  });

  it('are told once, and again only when they have changed', async () => {
    const first = registration();
    await first.start();
    await registered();
    await first.stop();
    const told = calls('setMyCommands');
    const second = registration();
    await second.start();
    const asked = calls('getMyCommands');
    await simulator.world.waitFor(() => calls('getMyCommands') >= asked + told);
    await second.stop();
    expect(calls('setMyCommands')).toBe(told);
  });

  it('are told when Telegram is back', async () => {
    simulator.world.faults.add({ kind: 'status', code: 502, times: 1 });
    const service = registration();
    await service.start();
    await registered();
    expect(log.count('telegram_commands_not_registered')).toBe(1);
    await service.stop();
  });

  it('are told although an admin never wrote to the bot', async () => {
    const admin = { role: 'admin' } as const;
    await stores.members.grant(NEVER_WROTE, admin);
    await stores.members.grant(DAN, admin);
    const service = registration();
    await service.start();
    await simulator.world.waitFor(() => names(DAN, DAN).includes('grant'));
    await service.stop();
  });

  it('stop at once', async () => {
    simulator.world.faults.add({ kind: 'status', code: 502, forMs: 60_000 });
    const service = registration();
    await service.start();
    await simulator.world.waitFor(() => calls('getMyCommands') > 0);
    const began = systemClock.monotonic();
    await service.stop();
    expect(systemClock.monotonic() - began).toBeLessThan(500);
  });
});
