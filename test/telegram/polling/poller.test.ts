import { describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../../../src/runtime/clock.ts';
import { startSimulator } from '../../../src/simulator/simulator.ts';
import { ownMs } from '../../helpers/stopwatch.ts';
import { aRequest } from '../decisions/a-request.ts';
import { ANA, BEN, type Edge, hasty, show, until } from '../edge.ts';
import { healthy, telegramOf, useReplicas } from './replicas.ts';

const { at, replica, running, say, answers, answered } = useReplicas();
const ill = (edge: Edge) => until(() => telegramOf(edge)?.ok === false);
const standsBy = (edge: Edge) => until(() => telegramOf(edge)?.detail === 'another replica polls');
const polls = () => at.simulator.world.calls.filter(({ method }) => method === 'getUpdates');

/** Somebody else's program that polls with the same token. */
async function pollBeside(timeout: number): Promise<void> {
  await fetch(`${at.simulator.apiRoot}/bot${at.simulator.token}/getUpdates?timeout=${timeout}`);
}

describe('the poller', () => {
  it('receives a command and answers it', async () => {
    await running();
    say('/whoami');
    const [answer] = await answered(1);
    expect(answer?.text).toContain('1001');
  });

  it('is healthy only after Telegram answered', async () => {
    const edge = replica();
    at.simulator.world.faults.add({ kind: 'status', code: 502, method: 'getUpdates', times: 1 });
    await edge.service.start();
    expect(telegramOf(edge)?.ok).toBe(false);
    await healthy(edge);
  });

  it('reports progress with every answer', async () => {
    const edge = await running();
    for (const count of [1, 2, 3]) {
      const before = edge.health.reports('telegram');
      say('/whoami');
      await answered(count);
      await until(() => edge.health.reports('telegram') > before);
    }
  });

  it('handles what piled up while nobody polled, and drops no tap', async () => {
    const down = replica();
    const messageId = await show(aRequest(), {
      edge: down,
      stores: at.stores,
      address: { chatId: ANA },
    });
    const tapped = at.simulator.world.tap({ chatId: ANA, messageId, personId: ANA });
    say('/whoami');
    await down.service.start();
    expect((await tapped).text).toBe('✅ Approved');
    await answered(2);
  });

  it('confirms an update only after it was handled', async () => {
    await running();
    at.stores.redis.begin();
    say('/whoami');
    await until(() => at.stores.redis.refused > 2);
    await at.simulator.world.waitFor(() => polls().length > 5);
    const offsets = polls()
      .map(({ params }) => Number(params.offset))
      .filter((offset) => offset > 0);
    expect(new Set(offsets).size).toBe(1);
    at.stores.redis.end();
    await answered(1);
    await until(() => at.stores.updateLog.handled.size === 1);
    const [handled = 0] = at.stores.updateLog.handled;
    await until(() => polls().at(-1)?.params.offset === handled + 1);
    expect(answers()).toHaveLength(1);
  });

  it('handles again what a killed replica did not finish, and nothing twice', async () => {
    const killed = await running();
    say('/whoami');
    await until(() => at.stores.updateLog.handled.size === 1);
    at.stores.redis.begin();
    say('/subscriptions');
    await until(() => at.stores.redis.refused > 1);
    await killed.service.stop();
    at.stores.redis.end();
    at.stores.leases.expire();
    await running();
    await answered(2);
    say('/level');
    const all = (await answered(3)).map(({ text }) => text.split('\n')[0]);
    expect(all).toEqual([
      'You are Ana, user id 1001.',
      'This chat follows nothing yet.',
      'I post here: everything',
    ]);
  });

  it('lets no command wait for a slow one in another chat', async () => {
    await running();
    at.simulator.world.faults.add({ kind: 'delay', ms: 1_500, method: 'sendMessage', chatId: ANA });
    say('/whoami');
    await at.simulator.world.waitFor((world) =>
      world.calls.some(({ method }) => method === 'sendMessage'),
    );
    say('/whoami', BEN);
    await answered(1, BEN);
    expect(answers(ANA)).toHaveLength(0);
    await answered(1, ANA);
  });

  it('polls in one replica, and in another once that stops', async () => {
    const first = await running();
    const second = replica();
    await second.service.start();
    await standsBy(second);
    expect(telegramOf(second)?.ok).toBe(true);
    say('/whoami');
    await answered(1);
    await first.service.stop();
    say('/whoami');
    await answered(2);
    expect(second.log.count('telegram_polling_conflict')).toBe(0);
  });

  it('ends its turn when another replica has the lease', async () => {
    const edge = await running();
    at.stores.leases.steal();
    await standsBy(edge);
    say('/whoami');
    at.stores.leases.expire();
    await answered(1);
  });

  it('gives way to another program, reports it, and comes back', async () => {
    const edge = await running();
    await at.simulator.world.waitFor(() => polls().length >= 2);
    await pollBeside(0);
    await ill(edge);
    expect(telegramOf(edge)?.detail).toBe(
      'another program polls with this bot token; stop it, or give this jobwire a bot of its own from @BotFather',
    );
    expect(edge.log.count('telegram_polling_conflict')).toBe(1);
    await healthy(edge);
    say('/whoami');
    await answered(1);
  });

  it('waits longer after each conflict', async () => {
    const pauses: number[] = [];
    const sleep: Clock['sleep'] = (ms, signal) => {
      pauses.push(ms);
      return hasty.sleep(ms, signal);
    };
    const edge = replica({ clock: { ...hasty, random: () => 0.5, sleep } });
    await edge.service.start();
    for (let conflicts = 1; conflicts <= 3; conflicts += 1) {
      await until(() => polls().length > 1 && polls().at(-1)?.answer === undefined);
      await pollBeside(0);
      await until(() => edge.log.count('telegram_polling_conflict') === conflicts);
    }
    await until(() => pauses.includes(8_000));
    const backoffs = pauses.filter((ms) => [2_000, 4_000, 8_000].includes(ms));
    expect(backoffs.indexOf(4_000)).toBeLessThan(backoffs.indexOf(8_000));
  });

  it('removes a leftover webhook, and loses none of its updates', async () => {
    const setWebhook = `${at.simulator.apiRoot}/bot${at.simulator.token}/setWebhook`;
    await fetch(`${setWebhook}?url=${encodeURIComponent('http://127.0.0.1:1/nowhere')}`);
    say('/whoami');
    const edge = await running();
    await answered(1);
    expect(telegramOf(edge)).toEqual({
      ok: true,
      detail: expect.stringMatching(/^a webhook was set .* stop that program/),
    });
    expect(edge.log.count('telegram_webhook_removed')).toBe(1);
  });

  it('recovers by itself when the network is back', async () => {
    const edge = await running();
    const { port } = new URL(at.simulator.apiRoot);
    const { token } = at.simulator;
    await at.simulator.stop();
    await ill(edge);
    expect(edge.log.count('telegram_polling_interrupted')).toBeGreaterThan(0);
    at.simulator = await startSimulator({
      clock: systemClock,
      limits: 'off',
      port: Number(port),
      token,
    });
    at.simulator.world.addPerson({ id: ANA, firstName: 'Ana', languageCode: 'en' });
    at.simulator.world.addPrivateChat(ANA);
    say('/whoami');
    await answered(1);
    await healthy(edge);
  });

  it('obeys a 429', async () => {
    const edge = replica();
    const fault = { kind: 'flood', retryAfter: 2, method: 'getUpdates' } as const;
    at.simulator.world.faults.add(fault);
    await edge.service.start();
    await healthy(edge);
    const [refused, next] = polls();
    expect((next?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(2_000 / 8);
  });

  it('stops in time although Redis never answers', async () => {
    const edge = await running();
    at.stores.redis.begin('hanging');
    say('/whoami');
    await until(() => at.stores.redis.refused > 1);
    expect(await ownMs(() => edge.service.stop())).toBeLessThan(1_000);
    const waiting = replica();
    await waiting.service.start();
    expect(await ownMs(() => waiting.service.stop())).toBeLessThan(400);
  });

  it('stops in time, twice, and also before its start', async () => {
    const edge = await running();
    const stopTwice = async () => {
      await edge.service.stop();
      await edge.service.stop();
    };
    expect(await ownMs(stopTwice)).toBeLessThan(1_000);
    await replica().service.stop();
  });
});
