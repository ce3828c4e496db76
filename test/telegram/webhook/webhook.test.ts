// Replicas whose updates Telegram posts, over memory stores.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebhookInfo } from 'grammy/types';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../../../src/runtime/clock.ts';
import { createSecret } from '../../../src/runtime/secret.ts';
import { ownMs } from '../../helpers/stopwatch.ts';
import { ANA, BEN, type Edge, hasty, until } from '../edge.ts';
import { healthy, telegramOf, useReplicas } from '../polling/replicas.ts';

const SECRET = 'f3a9c17e5b2d8046';
const { at, replica, say, answers, answered } = useReplicas();

let receiver: Server;
let url: string;
/** Each gets a post in turn. */
let targets: Edge[];
/** Every post is passed on so many times. */
let copies: number;

beforeEach(async () => {
  targets = [];
  copies = 1;
  let posts = 0;
  receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const update = JSON.parse(Buffer.concat(chunks).toString());
    const keeping = Array.from({ length: copies }, () => {
      posts += 1;
      const target = targets[posts % targets.length];
      return target?.keepUpdate(update) ?? Promise.reject(new Error('nobody'));
    });
    const kept = await Promise.all(keeping).then(
      () => true,
      () => false,
    );
    response.writeHead(kept ? 200 : 503).end();
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/telegram/webhook`;
});
afterEach(() => {
  receiver.closeAllConnections();
  receiver.close();
});

/** A minute passes in a moment, so that Telegram is asked often. */
const busy: Clock = {
  ...hasty,
  sleep: (ms, signal) => hasty.sleep(ms > 9_000 ? 800 : ms, signal),
};

async function hooked(address = url, clock: Clock = hasty): Promise<Edge> {
  const updates = { kind: 'webhook', url: address, secret: createSecret(SECRET) } as const;
  const edge = replica({ updates, clock });
  targets.push(edge);
  await edge.service.start();
  return edge;
}

async function joined(clock: Clock = hasty): Promise<Edge> {
  const edge = await hooked(url, clock);
  await healthy(edge);
  return edge;
}

const calls = (method: string) =>
  at.simulator.world.calls.filter(({ method: called }) => called === method);

/** As another program with the same token would. */
async function call(query: string): Promise<{ result: WebhookInfo }> {
  const answer = await fetch(`${at.simulator.apiRoot}/bot${at.simulator.token}/${query}`);
  return (await answer.json()) as { result: WebhookInfo };
}

describe('the webhook', () => {
  it('is set once, with its secret and the kinds of updates that polling asks for', async () => {
    await joined();
    const second = await joined();
    expect(telegramOf(second)?.detail).toBe(
      'updates come by webhook; another replica handles them',
    );
    const set = calls('setWebhook').map(({ params }) => params);
    expect(set).toHaveLength(1);
    expect(set[0]).toMatchObject({ url, secret_token: SECRET });
    const { result } = await call('getWebhookInfo');
    expect(result.allowed_updates).toEqual([
      'message',
      'channel_post',
      'callback_query',
      'my_chat_member',
    ]);
  });

  it('handles once what is posted several times, to several replicas', async () => {
    await joined();
    await joined();
    copies = 3;
    for (let count = 0; count < 5; count += 1) say('/whoami');
    await answered(5);
    await until(() => at.stores.updateLog.kept.size === 0);
    expect(answers()).toHaveLength(5);
  });

  it('is counted: what was kept, what has to be posted again, and what waits at Telegram', async () => {
    const edge = await joined();
    say('/whoami');
    await answered(1);
    const text = () => edge.metrics.text();
    expect(await text()).toContain('jobwire_telegram_webhook_updates_total{result="kept"} 1');
    expect(await text()).toMatch(/^jobwire_telegram_webhook_pending \d+$/m);
    await edge.service.stop();
    await expect(edge.keepUpdate({ update_id: 4_000 })).rejects.toThrow('about to stop');
    expect(await text()).toContain('jobwire_telegram_webhook_updates_total{result="refused"} 1');
    expect(await text()).not.toMatch(/^jobwire_telegram_webhook_pending \d+$/m);
  });

  it('keeps the order of a chat whichever replica is posted to', async () => {
    await joined();
    await joined();
    const levels = Array.from({ length: 20 }, (_, nth) => (nth % 2 === 0 ? 'errors' : 'all'));
    for (const level of levels) say(`/level ${level}`);
    const said = (await answered(20)).map(({ text }) =>
      text.includes('failures') ? 'errors' : 'all',
    );
    expect(said).toEqual(levels);
  });

  it('keeps nothing of an update that concerns nobody', async () => {
    await joined();
    say('just talk');
    say('/whoami', BEN);
    await answered(1, BEN);
    await until(() => at.stores.updateLog.kept.size === 0);
  });

  it('hands over what is not handled yet when it stops', async () => {
    const first = await joined();
    at.simulator.world.faults.add({ kind: 'delay', ms: 60_000, method: 'sendMessage', times: 1 });
    say('/whoami');
    await until(() => at.stores.updateLog.kept.size === 1);
    const second = await hooked();
    targets = [second];
    await first.service.stop();
    await expect(first.keepUpdate({ update_id: 1 })).rejects.toThrow('about to stop');
    await healthy(second);
    await answered(1);
    await until(() => at.stores.updateLog.kept.size === 0);
  });

  it('refuses what can not be kept, and gets it again', async () => {
    await joined();
    at.stores.redis.begin();
    say('/whoami');
    await until(() => at.stores.redis.refused > 2);
    at.stores.redis.end();
    await answered(1);
    expect(answers()).toHaveLength(1);
  });

  it.each(['failing', 'hanging'] as const)(
    'answers a tap that can not be kept (%s) within a second, and carries it out later',
    async (how) => {
      await joined(systemClock);
      say('/level');
      const [asked] = await answered(1);
      const data = asked?.keyboard.flat().at(-1)?.callback_data ?? '';
      const tap = () => {
        const messageId = asked?.messageId ?? 0;
        return at.simulator.world.tap({ chatId: ANA, messageId, personId: ANA, data });
      };
      at.stores.redis.begin(how);
      const answer = tap();
      expect(await ownMs(() => answer)).toBeLessThan(1_000);
      expect(await answer).toMatchObject({ text: 'Received. Saving …', showAlert: false });
      const before = asked?.text;
      at.stores.redis.end();
      const { world } = at.simulator;
      await world.waitFor(() => world.message(ANA, asked?.messageId ?? 0)?.text !== before, 60_000);
      expect(
        calls('answerCallbackQuery').filter(({ answer: got }) => got?.status === 200),
      ).toHaveLength(1);
    },
  );

  it('goes on with what was polled before, and polling with what was kept', async () => {
    const polling = replica();
    await polling.service.start();
    await healthy(polling);
    say('/whoami');
    await answered(1);
    await polling.service.stop();
    say('/whoami');
    const edge = await joined();
    await answered(2);
    await edge.service.stop();
    say('/whoami');
    const kept = { update_id: 1, message: undefined };
    await at.stores.updateLog.process().park([kept as never]);
    const back = replica();
    await back.service.start();
    await answered(3);
    expect((await call('getWebhookInfo')).result.url).toBe('');
    expect(answers()).toHaveLength(3);
  });
});

describe('/readyz', () => {
  it('says which address Telegram refuses, and what it expects', async () => {
    const edge = await hooked('http://jobs.example.org/telegram/webhook');
    await until(() => telegramOf(edge)?.detail.startsWith('Telegram refuses') === true);
    expect(telegramOf(edge)).toEqual({
      ok: false,
      detail: expect.stringMatching(/WEBHOOK_URL; expected an https address .*HTTPS URL must be/),
    });
    expect(edge.log.count('telegram_webhook_refused')).toBeGreaterThan(0);
  });

  it('is not ready while Telegram is away, and sets the webhook afterwards', async () => {
    const { faults } = at.simulator.world;
    faults.add({ kind: 'status', code: 502, method: 'setWebhook', times: 2 });
    const edge = await hooked();
    await until(() => /no answer about the webhook/.test(telegramOf(edge)?.detail ?? ''));
    await healthy(edge);
    say('/whoami');
    await answered(1);
  });

  it('says what Telegram meets at the address, until it gets through', async () => {
    const edge = await joined(busy);
    targets = [];
    say('/whoami');
    const failing =
      /^Telegram can't deliver to WEBHOOK_URL: Wrong response from the webhook: 503 .*; 1 wait at Telegram/;
    const said: string[] = [];
    await until(() => {
      const { ok, detail = '' } = telegramOf(edge) ?? {};
      said.push(detail);
      return ok === false && failing.test(detail);
    });
    expect(said.join('\n')).not.toContain(url);
    targets = [edge];
    await answered(1);
    await healthy(edge);
  });

  it('says that another program changed the webhook, and sets it again', async () => {
    const edge = await joined(busy);
    await call(`setWebhook?url=${encodeURIComponent('http://127.0.0.1:1/other')}`);
    await until(() => edge.log.count('telegram_webhook_interrupted') > 0);
    await until(() => telegramOf(edge)?.ok === true);
    const { result } = await call('getWebhookInfo');
    expect(result.url).toBe(url);
  });
});
