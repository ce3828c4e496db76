// A Mini App in the chat page of the simulator, in a real browser: a page of another server that says what it got.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../src/runtime/clock.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { newPage } from './browser.ts';

const ANA = 1001;

const APP = `<!doctype html><title>app</title><pre id="hash"></pre><pre id="said"></pre>
<button id="close">close</button><script>
const tell = (eventType, eventData) =>
  parent.postMessage(JSON.stringify({ eventType, eventData }), '*');
document.getElementById('hash').textContent = location.pathname + location.hash;
addEventListener('message', ({ data }) => { document.getElementById('said').textContent += data; });
document.getElementById('close').onclick = () => tell('web_app_close');
tell('web_app_ready');
tell('web_app_set_header_color', { color: '#123456' });
tell('web_app_request_theme');
</script>`;

let simulator: Simulator;
let server: Server;
let page: Page;
let app: string;

beforeAll(async () => {
  server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(APP);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  app = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  simulator = await startSimulator({ clock: systemClock, limits: 'off', appsByHttp: true });
  simulator.world.addPerson({ id: ANA, firstName: 'Ana' });
  simulator.world.addPrivateChat(ANA);
  page = await newPage({ colorScheme: 'dark', viewport: { width: 1100, height: 760 } });
});
afterAll(async () => {
  await page?.context().close();
  await simulator?.stop();
  server?.close();
});

async function call(method: string, body: object): Promise<void> {
  const { apiRoot, token } = simulator;
  const answer = await fetch(`${apiRoot}/bot${token}/${method}`, {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
    body: JSON.stringify(body),
  });
  expect(await answer.json()).toMatchObject({ ok: true });
}

it('opens below a message and from the menu, as wide as a phone, with signed data and colours', async () => {
  const inline_keyboard = [[{ text: 'Open', web_app: { url: `${app}/jobs/j1?project=p` } }]];
  await call('sendMessage', { chat_id: ANA, text: 'a job', reply_markup: { inline_keyboard } });
  const menu = { type: 'web_app', text: 'Dashboard', web_app: { url: `${app}/` } };
  await call('setChatMenuButton', { menu_button: menu });
  await page.goto(`${simulator.pageUrl}#as=${ANA}&chat=${ANA}`);
  await page.locator('.key', { hasText: 'Open' }).click();

  const frame = page.frameLocator('.mini-app-frame');
  const given = (await frame.locator('#hash').textContent()) ?? '';
  const [path, hash] = given.split('#');
  const data = new URLSearchParams(hash);
  expect(path).toBe('/jobs/j1');
  const signed = new URLSearchParams(data.get('tgWebAppData') ?? '');
  expect(JSON.parse(signed.get('user') ?? '')).toMatchObject({ id: ANA });
  expect(JSON.parse(data.get('tgWebAppThemeParams') ?? '')).toMatchObject({ bg_color: '#212121' });
  expect(data.get('tgWebAppPlatform')).toBe('web');
  await frame.locator('#said', { hasText: 'theme_changed' }).waitFor();
  await page.locator('#mini-app.ready').waitFor();
  expect((await page.locator('#mini-app').boundingBox())?.width).toBe(390);
  expect(await page.locator('.mini-app-bar').getAttribute('style')).toContain('rgb(18, 52, 86)');

  await frame.locator('#close').click();
  await page.locator('#mini-app').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Dashboard' }).click();
  expect(await page.frameLocator('.mini-app-frame').locator('#hash').textContent()).toMatch(/^\/#/);
});
