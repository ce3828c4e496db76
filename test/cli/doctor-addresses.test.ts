// Checks of `jobwire doctor` on addresses: where Telegram posts updates, and where people open the dashboard.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkPublicUrl } from '../../src/cli/doctor/check-public-url.ts';
import { checkWebhook } from '../../src/cli/doctor/check-webhook.ts';
import { type Clock, systemClock } from '../../src/runtime/clock.ts';
import { createSecret } from '../../src/runtime/secret.ts';

let server: Server;
let status = 200;
let body: unknown;
let root: string;
const asked: string[] = [];
beforeEach(async () => {
  asked.length = 0;
  [status, body] = [200, undefined];
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(status).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  root = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const NOW = Date.parse('2026-03-02T09:05:00Z');
const clock: Clock = { ...systemClock, now: () => NOW };

describe('how updates come', () => {
  const TOKEN = '123456:very-secret-token';
  const OURS = 'https://jobs.example.org/telegram/webhook-secret-path';
  const polling = { kind: 'polling' } as const;
  const webhook = { kind: 'webhook', url: OURS, secret: createSecret('s') } as const;

  async function check(
    updates: Parameters<typeof checkWebhook>[0]['updates'],
    info: Record<string, unknown>,
  ) {
    body = { ok: true, result: { url: '', pending_update_count: 0, ...info } };
    const config = { botToken: createSecret(TOKEN), telegramApiRoot: root, updates };
    const findings = await checkWebhook(config, clock);
    expect(asked).toEqual([`/bot${TOKEN}/getWebhookInfo`]);
    expect(JSON.stringify(findings)).not.toMatch(/very-secret|secret-path/);
    const [finding] = findings;
    return [finding?.status, finding?.detail, finding?.advice ?? ''].join(' | ');
  }

  it('is by polling where no webhook is set; what waits is said', async () => {
    expect(await check(polling, {})).toBe('ok | Updates are fetched by polling. | ');
    asked.length = 0;
    expect(await check(polling, { pending_update_count: 3 })).toContain('; 3 wait at Telegram.');
  });

  it('is by polling, but another address is set: 409, until jobwire removes it', async () => {
    const text = await check(polling, { url: 'https://other.example/hook' });
    expect(text).toMatch(/^warn .*https:\/\/other\.example.*409.*removes that webhook.*@BotFather/);
  });

  it('is by webhook, at our address or not yet', async () => {
    expect(await check(webhook, { url: OURS })).toMatch(/^ok .* to https:\/\/jobs\.example\.org\./);
    asked.length = 0;
    expect(await check(webhook, {})).toMatch(/^ok .*sets it when it starts/);
  });

  it('is by webhook, at the address of another', async () => {
    const text = await check(webhook, { url: 'https://other.example/hook' });
    expect(text).toMatch(
      /^warn .*other\.example, not to WEBHOOK_URL at https:\/\/jobs\.example\.org/,
    );
  });

  it('is by webhook that Telegram can not deliver to; what is over is only said', async () => {
    const error = {
      last_error_date: NOW / 1_000 - 300,
      last_error_message: 'Wrong \u001B[31mresponse: 502',
    };
    const failing = await check(webhook, { url: OURS, pending_update_count: 7, ...error });
    expect(failing).toMatch(/^fail .*7 wait at Telegram; its last error, 5 min ago: Wrong/);
    expect(failing).not.toContain('\u001B');
    asked.length = 0;
    expect(await check(webhook, { url: OURS, ...error })).toMatch(/^ok .*5 min ago/);
  });

  it('is by webhook at a port that Telegram never posts to', async () => {
    const url = 'https://jobs.example.org:9443/x';
    expect(await check({ ...webhook, url }, {})).toMatch(/^fail .*port 9443.*8443 only/);
  });

  it('is not judged where Telegram does not answer, or there is no token', async () => {
    status = 401;
    body = { ok: false };
    const config = { telegramApiRoot: root, updates: polling };
    const botToken = createSecret(TOKEN);
    expect(await checkWebhook({ ...config, botToken }, clock)).toEqual([]);
    expect(await checkWebhook(config, clock)).toEqual([]);
  });
});

describe('PUBLIC_URL', () => {
  it('that is not set costs the buttons of the dashboard, and is fine', async () => {
    expect(await checkPublicUrl({}, clock)).toMatchObject({
      status: 'ok',
      detail: expect.stringContaining('menu button'),
    });
  });

  it.each([
    ['http://localhost:8080', /nowhere on a phone/],
    ['https://127.0.0.1', /nowhere on a phone/],
    ['https://jobs', /nowhere on a phone/],
    ['http://jobs.example.org', /no https.*menu button lists the commands/],
    ['https://nowhere.invalid', /can't be reached from here/],
  ])('%s is warned of', async (publicUrl, detail) => {
    const finding = await checkPublicUrl({ publicUrl }, clock);
    expect(finding).toMatchObject({ status: 'warn', detail: expect.stringMatching(detail) });
    expect(finding.advice).toBeTruthy();
  });

  it('that leads to jobwire is fine, and one that leads elsewhere is not', async () => {
    const config = { publicUrl: `${root}/base/`, miniAppsByHttp: true } as const;
    body = { status: 'alive' };
    expect((await checkPublicUrl(config, clock)).status).toBe('ok');
    expect(asked).toEqual(['/base/healthz']);
    body = { status: 'welcome to nginx' };
    const finding = await checkPublicUrl(config, clock);
    expect(finding).toMatchObject({
      status: 'warn',
      detail: expect.stringContaining('answers 200'),
    });
  });
});
