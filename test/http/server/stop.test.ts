// How the HTTP API starts and ends: in peace, in bounded time, and with clear words when it can't.
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { JobwireError } from '../../../src/runtime/errors.ts';
import { ownMs } from '../../helpers/stopwatch.ts';
import { type HttpApi, startHttpApi } from '../http-api.ts';

const ports: HttpApi[] = [];
afterEach(async () => {
  for (const port of ports.splice(0)) await port.stop();
});
async function start(...args: Parameters<typeof startHttpApi>): Promise<HttpApi> {
  const port = await startHttpApi(...args);
  ports.push(port);
  return port;
}

describe('stopping', () => {
  it('does not wait for connections that ask nothing, idle or never used', async () => {
    const port = await start();
    const silent = connect(port.server.port, '127.0.0.1');
    await once(silent, 'connect');
    await (await port.get('/healthz')).text();
    expect(await ownMs(() => port.server.stop())).toBeLessThan(1_500);
    silent.destroy();
  });

  it('does not wait for an answer that never comes', async () => {
    const port = await start({ authenticate: () => new Promise(() => {}) });
    const asked = port.get('/events', 'admin').catch((error: unknown) => error);
    const probe = await port.get('/healthz');
    expect(probe.status).toBe(200);
    await port.server.stop();
    expect(await asked).toBeInstanceOf(Error);
  });

  it('may be asked twice, and before the start', async () => {
    const port = await start();
    await Promise.all([port.server.stop(), port.server.stop()]);
    await port.server.stop();
    await expect(fetch(`${port.url}/healthz`)).rejects.toThrow();
  });
});

describe('starting', () => {
  it('says which address is taken and what to do', async () => {
    const { server } = await start();
    const failure = await startHttpApi({ port: server.port }).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      name: 'JobwireError',
      code: 'taken',
      message: expect.stringMatching(`127.0.0.1:${server.port} is in use.*HTTP_PORT=8081`),
    });
    expect((failure as JobwireError).status).toBe(409);
  });

  it('says so when the address is none of this machine', async () => {
    const failure = await startHttpApi({ host: '203.0.113.1' }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'config_invalid' });
    expect(failure).toMatchObject({ message: expect.stringContaining('HTTP_HOST=127.0.0.1') });
  });
});

describe('too many readers', () => {
  it('come back one after another when all at once is more than can be written', async () => {
    const port = await start({ limits: { pendingEntries: 10 } });
    const stream = await port.open();
    await port.publish(...Array.from({ length: 11 }, () => ({})));
    await stream.ended;
    expect(stream.retries.at(-1)).toBeGreaterThanOrEqual(1_000);
    const place = /^id: (.+)$/m.exec(stream.text)?.[1] ?? '';
    const back = await port.open('/events', { lastEventId: place });
    await back.until(({ events }) => events.length === 11);
  });
});
