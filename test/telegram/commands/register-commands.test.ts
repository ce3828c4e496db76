import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/runtime/clock.ts';
import type { Simulator } from '../../../src/simulator/simulator.ts';
import { createCommandRegistration } from '../../../src/telegram/commands/register-commands.ts';
import { createApi } from '../../../src/telegram/sending/client.ts';
import { createLogBook } from '../../helpers/log-book.ts';
import { ownMs } from '../../helpers/stopwatch.ts';
import { translator } from '../../message/speaking.ts';
import { ANA, BEN, createStores, DAN, GROUP, hasty, startWorld } from '../edge.ts';

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
  simulator.world.waitFor(
    () => names(ANA, ANA).includes('grant') && names(DAN, DAN).length > 0,
    // Ten rounds of all lists in all languages, on a slow machine.
    60_000,
  );

describe('the commands', () => {
  it('are registered for everybody in their language, those for admins only for admins', async () => {
    const service = registration();
    await service.start();
    await registered();
    expect(names(ANA, ANA)).toEqual(expect.arrayContaining(['approvals', 'grant', 'revoke']));
    expect(names(DAN, DAN)).toContain('approvals');
    expect(names(DAN, DAN)).not.toContain('grant');
    expect(names(GROUP, ANA)).not.toContain('grant');
    const level = simulator.world.commandsFor(BEN, BEN).find(({ command }) => command === 'level');
    expect(level?.description).toBe('Wie viel ich hier melde');
    await service.stop();
  });

  it('follow the roles of a person while it runs', async () => {
    const service = registration();
    await service.start();
    await registered();
    await stores.members.grant(DAN, { role: 'admin', projectId: 'acme/web' });
    service.refresh(DAN);
    await simulator.world.waitFor(() => names(DAN, DAN).includes('invite'));
    expect(names(DAN, DAN)).toContain('grant');
    expect(names(DAN, DAN)).not.toContain('dlq');
    await stores.members.revoke(DAN, {});
    service.refresh(DAN);
    await simulator.world.waitFor(() => !names(DAN, DAN).includes('invite'));
    expect(names(DAN, DAN)).toContain('approvals');
    await service.stop();
  });

  it('are registered once, and again only if they have changed', async () => {
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

  it('are registered when Telegram is back', async () => {
    simulator.world.faults.add({ kind: 'status', code: 502, times: 1 });
    const service = registration();
    await service.start();
    await registered();
    expect(log.count('telegram_commands_not_registered')).toBe(1);
    await service.stop();
  });

  it('are registered although an admin never wrote to the bot', async () => {
    const admin = { role: 'admin' } as const;
    await stores.members.grant(NEVER_WROTE, admin);
    await stores.members.grant(DAN, admin);
    const service = registration();
    await service.start();
    await simulator.world.waitFor(() => names(DAN, DAN).includes('grant'));
    await service.stop();
  });

  it.each([401, 404, 400, 429])(
    'are registered when a lasting %d is over; it is logged once',
    async (code) => {
      const before = log.count('telegram_commands_not_registered');
      const fault = { kind: 'status', code, method: 'getMyCommands', times: 1_000 } as const;
      simulator.world.faults.add(fault);
      const pauses: number[] = [];
      const sleep = async (ms: number) => {
        pauses.push(ms);
        if (pauses.length === 9) simulator.world.faults.clear();
        await systemClock.sleep(1);
      };
      const { apiRoot, token } = simulator;
      const api = createApi({ apiRoot, token });
      const clock = { ...systemClock, sleep };
      const service = createCommandRegistration({ api, ...stores, translator, clock, log });
      await service.start();
      await registered();
      await service.stop();
      expect(pauses.slice(0, 4)).toEqual([5_000, 10_000, 20_000, 40_000]);
      expect(pauses[8]).toBe(600_000);
      expect(log.count('telegram_commands_not_registered')).toBe(before + 1);
    },
  );

  it('are registered except for the one that Telegram refuses', async () => {
    simulator.world.faults.add({ kind: 'status', code: 400, method: 'setMyCommands', times: 1 });
    const service = registration();
    await service.start();
    await registered();
    await service.stop();
  });

  it('stop at once', async () => {
    simulator.world.faults.add({ kind: 'status', code: 502, forMs: 60_000 });
    const service = registration();
    await service.start();
    await simulator.world.waitFor(() => calls('getMyCommands') > 0);
    expect(await ownMs(() => service.stop())).toBeLessThan(500);
  });
});
