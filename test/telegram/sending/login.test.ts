import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/runtime/clock.ts';
import { createHealth } from '../../../src/runtime/health.ts';
import type { Simulator } from '../../../src/simulator/simulator.ts';
import { createApi } from '../../../src/telegram/sending/client.ts';
import { createLogin, FIRST_ANSWER_MS, type Login } from '../../../src/telegram/sending/login.ts';
import { createLogBook } from '../../helpers/log-book.ts';
import { ownMs } from '../../helpers/stopwatch.ts';
import { hasty, startWorld, until } from '../edge.ts';

let simulator: Simulator;
let logins: Login[];

beforeEach(async () => {
  simulator = await startWorld();
  logins = [];
});

afterEach(async () => {
  for (const login of logins) await login.stop();
  await simulator.stop();
});

/** However slow the machine is, the first answer comes in time. */
const patient: Clock = {
  ...hasty,
  sleep: (ms, signal) => hasty.sleep(ms === FIRST_ANSWER_MS ? 600_000 : ms, signal),
};

function create(clock = patient) {
  const { apiRoot, token } = simulator;
  const health = createHealth();
  const log = createLogBook();
  const api = createApi({ apiRoot, token, onDate: () => {} });
  const login = createLogin({ api, health, clock, log });
  logins.push(login);
  return { login, health, log };
}

const fail = (code: number, times: number) =>
  simulator.world.faults.add({ kind: 'status', code, method: 'getMe', times });

describe('before it starts, the bot', () => {
  it('knows its name', async () => {
    const { login } = create();
    expect(login.bot()).toBeUndefined();
    await login.start();
    expect(await login.botName()).toBe('jobwire_bot');
    expect(login.bot()).toEqual({ id: simulator.world.bot.id, username: 'jobwire_bot' });
  });

  it.each([401, 404])(
    'ends if Telegram refuses the token with %d, and leaks it nowhere',
    async (code) => {
      fail(code, 1);
      const { login, log } = create();
      const refused = {
        code: 'unauthorized',
        exitCode: 78,
        message: expect.stringContaining('BOT_TOKEN'),
      };
      await expect(login.start()).rejects.toMatchObject(refused);
      await expect(login.botName()).rejects.toMatchObject(refused);
      const error = await login.botName().catch((thrown: Error) => thrown);
      expect(`${error}${JSON.stringify(log.lines)}`).not.toContain(simulator.token);
    },
  );

  it('retries while Telegram is away, reports it, and ends if the token is refused later', async () => {
    fail(502, 3);
    const { login, health } = create();
    await login.start();
    expect(await login.botName()).toBe('jobwire_bot');
    expect(health.snapshot().telegram).toMatchObject({ ok: false });
    simulator.world.faults.clear();
    fail(502, 1_000);
    const wrong = create();
    const name = wrong.login.botName();
    await until(() => wrong.log.count('telegram_unavailable') > 0);
    simulator.world.faults.clear();
    fail(401, 1);
    await expect(name).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it('lets everything else start while Telegram is silent', async () => {
    simulator.world.faults.add({ kind: 'delay', ms: 60_000, method: 'getMe' });
    const { login } = create(hasty);
    expect(await ownMs(() => login.start())).toBeLessThan(2_000);
    await login.stop();
    await expect(login.botName()).rejects.toMatchObject({ code: 'unavailable' });
  });
});
