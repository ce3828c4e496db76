// What web pages get from the simulated Telegram, checked by Telegram's rules and not by the simulator's own code.
import { createHash, createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/runtime/clock.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';

const ANA = 1001;
const TOKEN = '4242:token-of-the-bot';
const GROUP = -5_001;

let simulator: Simulator;
async function start(appsByHttp: boolean): Promise<void> {
  simulator = await startSimulator({ clock: systemClock, token: TOKEN, limits: 'off', appsByHttp });
  const { world } = simulator;
  world.addPerson({ id: ANA, firstName: 'Ana & Co', username: 'ana', languageCode: 'de' });
  world.addPrivateChat(ANA);
  world.addGroup({ id: GROUP, title: 'Shop', members: [ANA] });
}
beforeEach(() => start(false));
afterEach(() => simulator.stop());

async function call(method: string, body: object): Promise<string> {
  const answer = await fetch(`${simulator.apiRoot}/bot${TOKEN}/${method}`, {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
    body: JSON.stringify(body),
  });
  const { ok, description } = (await answer.json()) as { ok: boolean; description?: string };
  return ok ? 'ok' : (description ?? '');
}
const sendApp = (chat_id: number, url: string) => {
  const inline_keyboard = [[{ text: 'Open', web_app: { url } }]];
  return call('sendMessage', { chat_id, text: 'x', reply_markup: { inline_keyboard } });
};
const setMenu = (url: string) =>
  call('setChatMenuButton', { menu_button: { type: 'web_app', text: 'D', web_app: { url } } });

/** Of the fields besides `hash`, as both rules write them. */
const signature = (fields: Iterable<readonly [string, unknown]>, secret: Buffer) => {
  const lines = [...fields].filter(([name]) => name !== 'hash').map((one) => one.join('='));
  return createHmac('sha256', secret).update(lines.sort().join('\n')).digest('hex');
};

describe('Mini Apps', () => {
  it('are opened by https only, in messages and from the menu, and in no group', async () => {
    expect(await sendApp(ANA, 'https://a.example.org/x')).toBe('ok');
    expect(await sendApp(ANA, 'http://127.0.0.1:80/')).toMatch(/Only HTTPS links are allowed/);
    expect(await sendApp(GROUP, 'https://a.example.org/x')).toMatch(/BUTTON_TYPE_INVALID/);
    expect(await setMenu('https://a.example.org')).toBe('ok');
    expect(await setMenu('http://a.example.org')).toMatch(/Only HTTPS links are allowed/);
  });

  it('of this machine are opened by http where that is asked for', async () => {
    await simulator.stop();
    await start(true);
    expect(await sendApp(ANA, 'http://127.0.0.1:8080/')).toBe('ok');
    expect(await sendApp(ANA, 'http://a.example.org/')).toMatch(/Only HTTPS links are allowed/);
  });

  it('get data that the token signs, of who opens it', () => {
    const data = new URLSearchParams(simulator.world.initData(ANA, ANA));
    const secret = createHmac('sha256', 'WebAppData').update(TOKEN).digest();
    expect(data.get('hash')).toBe(signature(data, secret));
    expect(JSON.parse(data.get('user') ?? '')).toMatchObject({ id: ANA, language_code: 'de' });
    expect(Number(data.get('auth_date')) * 1_000).toBeGreaterThan(systemClock.now() - 60_000);
  });
});

describe('the page of logins', () => {
  const ask = (query: Record<string, string>) => {
    const given = { bot_id: '4242', origin: 'http://127.0.0.1:81', ...query };
    const url = `${simulator.apiRoot}/auth?${new URLSearchParams(given)}`;
    return fetch(url, { redirect: 'manual' });
  };

  it('asks as whom, and answers the website with fields that the token signs', async () => {
    expect(await (await ask({})).text()).toContain('Ana &#38; Co');
    const answered = await ask({ as: `${ANA}`, return_to: 'http://127.0.0.1:81/jobs?a=b' });
    const [page, result = ''] = (answered.headers.get('location') ?? '').split('#tgAuthResult=');
    expect([answered.status, page]).toEqual([302, 'http://127.0.0.1:81/jobs?a=b']);
    const fields = JSON.parse(Buffer.from(result, 'base64url').toString());
    expect(fields).toMatchObject({ id: ANA, first_name: 'Ana & Co', username: 'ana' });
    const secret = createHash('sha256').update(TOKEN).digest();
    expect(fields.hash).toBe(signature(Object.entries(fields), secret));
  });

  it.each([
    ['another bot', { bot_id: '1' }],
    ['a website elsewhere', { origin: 'https://evil.example.org' }],
    ['an answer to another website', { return_to: 'http://127.0.0.1:82/' }],
  ])('refuses %s', async (_, query) => {
    expect((await ask({ as: `${ANA}`, ...query })).status).toBe(400);
  });
});
