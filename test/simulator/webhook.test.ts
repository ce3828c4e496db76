import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANA, BEN, type Bench, startBench } from './bench.ts';
import { createHandClock } from './hand-clock.ts';

const SECRET = 'a-secret-for-the-webhook';
const clock = createHandClock();
let bench: Bench;
let bot: Server;
let url: string;
/** What the bot answers to the posts to come; 200 when there is nothing. */
let statuses: number[];
let posts: { chatId: number; text: string; secret: unknown }[];
let arrived: () => void;

beforeEach(async () => {
  statuses = [];
  posts = [];
  arrived = () => {};
  bench = await startBench({ clock });
  bot = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const { message } = JSON.parse(Buffer.concat(chunks).toString());
      const secret = request.headers['x-telegram-bot-api-secret-token'];
      posts.push({ chatId: message.chat.id, text: message.text, secret });
      response.writeHead(statuses.shift() ?? 200).end();
      arrived();
    });
  }).listen(0, '127.0.0.1');
  await once(bot, 'listening');
  const address = bot.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/telegram/webhook`;
});

afterEach(async () => {
  await bench.stop();
  bot.closeAllConnections();
  bot.close();
});

async function postsToBe(count: number): Promise<void> {
  while (posts.length < count) {
    await new Promise<void>((resolve) => {
      arrived = resolve;
    });
  }
}

async function pendingToBe(count: number): Promise<void> {
  for (;;) {
    const { result } = await bench.call('getWebhookInfo');
    if (result.pending_update_count === count) return;
  }
}

const say = (personId: number, text: string) =>
  bench.world.say({ chatId: personId, personId, text });

describe('a webhook', () => {
  it('gets every update with the secret, including earlier ones', async () => {
    say(ANA, 'before');
    await bench.call('setWebhook', { url, secret_token: SECRET });
    await postsToBe(1);
    say(ANA, 'after');
    await postsToBe(2);
    expect(posts).toEqual([
      { chatId: ANA, text: 'before', secret: SECRET },
      { chatId: ANA, text: 'after', secret: SECRET },
    ]);
    await pendingToBe(0);
  });

  it('gets an update again until it answers 2xx, in order for its chat; others go on', async () => {
    statuses = [500];
    await bench.call('setWebhook', { url });
    say(ANA, 'first');
    say(ANA, 'second');
    await postsToBe(1);
    say(BEN, 'meanwhile');
    await postsToBe(2);
    await pendingToBe(2);
    expect((await bench.call('getWebhookInfo')).result.last_error_message).toContain('500');
    clock.advance(1_000);
    await postsToBe(4);
    expect(posts.map(({ text }) => text)).toEqual(['first', 'meanwhile', 'first', 'second']);
  });

  it('and getUpdates exclude each other', async () => {
    const polling = bench.call('getUpdates', { timeout: 30 });
    await bench.world.waitFor((world) => world.calls.length === 1);
    await bench.call('setWebhook', { url });
    expect((await polling).status).toBe(409);
    expect(await bench.refusal('getUpdates', {})).toContain(
      "409 Conflict: can't use getUpdates method while webhook is active",
    );
    await bench.call('deleteWebhook');
    expect((await bench.call('getUpdates')).ok).toBe(true);
  });

  it('needs TLS beyond this machine, and a secret of plain characters', async () => {
    expect(await bench.refusal('setWebhook', { url: 'http://bot.example/' })).toContain('HTTPS');
    expect(await bench.refusal('setWebhook', { url, secret_token: 'a b' })).toContain('unallowed');
  });
});
