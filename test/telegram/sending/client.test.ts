import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { createApi } from '../../../src/telegram/sending/client.ts';

const TOKEN = '4242000001:AAtoken-that-nobody-may-see';
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A server that behaves like this; answers its address. */
async function serve(behave: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(behave as never);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Everything that a careless log could show of what the call throws. */
async function thrownBy(apiRoot: string, timeoutSeconds = 5): Promise<string> {
  const api = createApi({ token: TOKEN, apiRoot, timeoutSeconds });
  const error = await api.sendMessage(1, 'x').then(
    () => new Error('it did not fail'),
    (thrown: unknown) => thrown,
  );
  expect((error as Error).message).not.toBe('it did not fail');
  const all = inspect(error, { depth: 10, showHidden: true });
  return `${all}\n${JSON.stringify(error)}\n${String((error as Error).stack)}`;
}

describe('the client', () => {
  it('leaks no token when nothing listens', async () => {
    const gone = await serve(() => {});
    servers[0]?.close();
    const text = await thrownBy(gone);
    expect(text).toContain('ECONNREFUSED');
    expect(text).not.toContain(TOKEN);
  });

  it('leaks no token when the answer is not JSON', async () => {
    const text = await thrownBy(await serve((_, response) => response.end('<html>502</html>')));
    expect(text).toContain('invalid json');
    expect(text).not.toContain(TOKEN);
  });

  it('leaks no token when the connection is cut', async () => {
    const text = await thrownBy(await serve((request) => request.socket.destroy()));
    expect(text).not.toContain(TOKEN);
  });

  it('leaks no token when Telegram refuses', async () => {
    const refusal = JSON.stringify({ ok: false, error_code: 401, description: 'Unauthorized' });
    const text = await thrownBy(await serve((_, response) => response.end(refusal)));
    expect(text).toContain('401');
    expect(text).not.toContain(TOKEN);
  });

  it('gives up on a call that takes too long', async () => {
    const text = await thrownBy(await serve(() => {}), 0.1);
    expect(text).toContain('timed out');
    expect(text).not.toContain(TOKEN);
  });

  it('makes each call once, however it fails', async () => {
    let calls = 0;
    const address = await serve((_, response) => {
      calls += 1;
      response.statusCode = 500;
      response.end(JSON.stringify({ ok: false, error_code: 500, description: 'Internal' }));
    });
    await thrownBy(address);
    expect(calls).toBe(1);
  });

  it('accepts an address with a trailing slash', async () => {
    const answer = JSON.stringify({ ok: true, result: { message_id: 5 } });
    const address = await serve((_, response) => response.end(answer));
    const api = createApi({ token: TOKEN, apiRoot: `${address}/` });
    expect((await api.sendMessage(1, 'x')).message_id).toBe(5);
  });
});
