import { once } from 'node:events';
import { request } from 'node:http';
import { EventSource } from 'eventsource';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANA, type Bench, startBench } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

/** Unlike fetch this lets us lie about Host and Origin. */
async function statusOf(path: string, headers: Record<string, string>): Promise<number> {
  const { port } = new URL(bench.apiRoot);
  const asking = request({ host: '127.0.0.1', port, path, headers }).end();
  const [response] = await once(asking, 'response');
  response.resume();
  return response.statusCode;
}

async function post(act: string, body: object, type = 'application/json') {
  const response = await fetch(`${bench.apiRoot}/sim/${act}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: JSON.stringify(body),
  });
  // biome-ignore lint/suspicious/noExplicitAny: the answer of any act
  return { status: response.status, body: (await response.json()) as any };
}

describe('the page and its JSON', () => {
  it.each(['/', '/page/page.js', '/sim/chats', '/sim/stream'])(
    '%s is refused to another host name, origin or site',
    async (path) => {
      const host = new URL(bench.apiRoot).host;
      expect(await statusOf(path, { host: 'evil.example' })).toBe(403);
      expect(await statusOf(path, { host: `evil.example:${host.split(':')[1]}` })).toBe(403);
      expect(await statusOf(path, { host, origin: 'https://evil.example' })).toBe(403);
      expect(await statusOf(path, { host, origin: 'null' })).toBe(403);
      expect(await statusOf(path, { host, origin: 'http://127.0.0.1:1' })).toBe(403);
      expect(await statusOf(path, { host, 'sec-fetch-site': 'same-site' })).toBe(403);
      expect(await statusOf(path, { host, 'sec-fetch-site': 'cross-site' })).toBe(403);
      expect(await statusOf(path, { host, origin: `http://${host}` })).toBe(200);
    },
  );

  it('accept actions only as JSON, which another site cannot send without a preflight', async () => {
    const saying = { chatId: ANA, personId: ANA, text: 'x' };
    expect((await post('say', saying, 'text/plain')).status).toBe(415);
    expect((await post('say', saying)).status).toBe(200);
  });

  it('comes with a policy that allows its own files only', async () => {
    const response = await fetch(bench.pageUrl);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('content-security-policy')).not.toContain('unsafe');
  });

  it('never show the token', async () => {
    for (const path of ['', 'page/page.js', 'sim/chats', 'sim/calls', 'sim/people']) {
      const text = await (await fetch(`${bench.apiRoot}/${path}`)).text();
      expect(text).not.toContain(bench.token.split(':')[1]);
    }
  });
});

describe('the world as JSON', () => {
  it('does what the World does', async () => {
    await post('add-person', { id: 2001, firstName: 'Dia' });
    await post('add-group', { id: -1_001_000_000_077, title: 'New', members: [2001] });
    await bench.send({ chat_id: -1_001_000_000_077, text: 'build 77 failed' });
    const chat = { chatId: -1_001_000_000_077 };
    const found = await post('wait', { ...chat, text: '77' });
    expect(found.body).toMatchObject({ text: 'build 77 failed', from: { isBot: true } });
    const messages = await fetch(`${bench.apiRoot}/sim/messages?chatId=${chat.chatId}`);
    expect(await messages.json()).toEqual(bench.world.messages(chat.chatId));
  });

  it('says what is wrong with an action', async () => {
    expect(await post('say', { chatId: ANA })).toMatchObject({ status: 400 });
    expect((await post('say', { chatId: ANA, personId: 5, text: 'x' })).body.error).toBe(
      'There is no person 5.',
    );
    expect((await post('dance', {})).status).toBe(404);
    expect((await post('wait', { chatId: ANA, text: 'never', timeoutMs: 10 })).status).toBe(504);
  });

  it('carries a tap to the bot and the answer back', async () => {
    const reply_markup = { inline_keyboard: [[{ text: 'A', callback_data: 'a' }]] };
    const { message_id } = await bench.send({ reply_markup });
    const tapping = post('tap', { chatId: ANA, messageId: message_id, personId: ANA });
    const polled = await bench.call('getUpdates', { timeout: 30, offset: -1 });
    const { callback_query } = polled.result[0].callback_query
      ? polled.result[0]
      : (await bench.call('getUpdates', { offset: polled.result[0].update_id + 1, timeout: 30 }))
          .result[0];
    await bench.call('answerCallbackQuery', { callback_query_id: callback_query.id, text: 'ok' });
    expect((await tapping).body).toEqual({ text: 'ok', showAlert: false });
  });

  it('streams a snapshot and then every change', async () => {
    const source = new EventSource(`${bench.apiRoot}/sim/stream`);
    const [snapshot] = await once(source, 'snapshot');
    expect(JSON.parse(snapshot.data).people).toHaveLength(bench.world.people().length);
    const changed = once(source, 'changes');
    bench.world.say({ chatId: ANA, personId: ANA, text: 'live' });
    const [{ data }] = await changed;
    expect(JSON.parse(data)).toMatchObject([
      { kind: 'message', message: { text: 'live', versions: 1 } },
    ]);
    source.close();
  });
});
