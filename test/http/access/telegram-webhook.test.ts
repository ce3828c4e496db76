import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PostedUpdate } from '../../../src/http/routes/telegram-webhook.ts';
import { JobwireError } from '../../../src/runtime/errors.ts';
import { createSecret } from '../../../src/runtime/secret.ts';
import { ownMs } from '../../helpers/stopwatch.ts';
import { type HttpApi, problemOf, startHttpApi } from '../http-api.ts';

const SECRET = 'f3a9c17e5b2d8046';
const HEADER = 'x-telegram-bot-api-secret-token';
const PATH = '/telegram/webhook';

let port: HttpApi;
let kept: PostedUpdate[];
let keep: (update: PostedUpdate) => Promise<void>;

beforeEach(async () => {
  kept = [];
  keep = async (update) => void kept.push(update);
  port = await start();
});
afterEach(() => port.stop());

const start = (more: Parameters<typeof startHttpApi>[0] = {}) =>
  startHttpApi({
    webhook: {
      url: 'https://jobs.example.org/telegram/webhook',
      secret: createSecret(SECRET),
      keep: (update) => keep(update),
    },
    ...more,
  });

const post = (body: unknown, headers: Record<string, string> = { [HEADER]: SECRET }) =>
  port.send('POST', PATH, { body, headers });
const UPDATE = { update_id: 7, message: { text: 'hi' } };

describe('the webhook', () => {
  it('keeps an update as it came, and answers nothing that Telegram could carry out', async () => {
    const answer = await post(UPDATE);
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(kept).toEqual([UPDATE]);
  });

  it.each([
    ['no secret', {}],
    ['another one', { [HEADER]: 'another-secret-00' }],
    ['a longer one', { [HEADER]: `${SECRET}0` }],
    ['a shorter one', { [HEADER]: SECRET.slice(1) }],
    ['an empty one', { [HEADER]: '' }],
    ['one as a token', { authorization: `Bearer ${SECRET}` }],
    ['an admin token', { authorization: 'Bearer admin' }],
  ])('refuses %s', async (_, headers) => {
    const answer = await post(UPDATE, headers);
    expect(answer.status).toBe(401);
    const { detail } = await problemOf(answer);
    expect(detail).toContain('WEBHOOK_SECRET');
    expect(detail).not.toContain(SECRET);
    expect(kept).toEqual([]);
  });

  it('does not let Telegram wait after wrong secrets from its address', async () => {
    for (let tries = 0; tries < 30; tries += 1) {
      const headers = { [HEADER]: 'another-secret-00', authorization: 'Bearer wrong' };
      expect((await post(UPDATE, headers)).status).toBe(401);
    }
    expect((await post(UPDATE)).status).toBe(200);
  });

  it('accepts only updates as JSON, up to 1 MiB', async () => {
    const headers = { [HEADER]: SECRET };
    const sent = (body: unknown, type?: string) =>
      port.send('POST', PATH, { body, headers, ...(type === undefined ? {} : { type }) });
    const statuses = [
      await sent('update_id=7', 'application/x-www-form-urlencoded'),
      await sent(JSON.stringify(UPDATE), 'text/plain'),
      await sent('{"update_id":'),
      await sent([UPDATE]),
      await sent({ message: {} }),
      await sent({ update_id: '7' }),
      await sent({ update_id: -7 }),
      await sent({ ...UPDATE, text: 'x'.repeat(1_100_000) }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([415, 415, 400, 422, 422, 422, 422, 413]);
    expect(kept).toEqual([]);
  });

  it('answers 503 when the update can not be kept, so that Telegram repeats it', async () => {
    keep = () => Promise.reject(new JobwireError('unavailable', 'Redis is away'));
    expect((await post(UPDATE)).status).toBe(503);
  });

  it('answers 503 within a second while the store is silent', async () => {
    await port.stop();
    port = await start({ pulse: { answer: () => new Promise(() => {}), silentMs: () => 700 } });
    keep = () => new Promise(() => {});
    const asked = post(UPDATE);
    expect(await ownMs(() => asked)).toBeLessThan(1_000);
    expect((await asked).status).toBe(503);
  });

  it.each([
    ['jobs.example.org', 200],
    ['evil.example', 421],
  ])('is known by the name that Telegram posts to: %s gets %i', async (host, status) => {
    const headers = { host, [HEADER]: SECRET, 'content-type': 'application/json' };
    const asked = request(port.url + PATH, { method: 'POST', headers });
    asked.end(JSON.stringify(UPDATE));
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    answer.resume();
    expect(answer.statusCode).toBe(status);
  });

  it('is not there without webhook mode', async () => {
    await port.stop();
    port = await startHttpApi();
    expect((await post(UPDATE)).status).toBe(404);
  });
});
