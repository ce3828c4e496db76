// How the side port starts and ends: in peace, in bounded time, and with clear words when it can't.
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/runtime/clock.ts';
import type { JobwireError } from '../../../src/runtime/errors.ts';
import { ownMs } from '../../helpers/stopwatch.ts';
import { type SidePort, startSidePort } from '../side-port.ts';

const ports: SidePort[] = [];
afterEach(async () => {
  for (const port of ports.splice(0)) await port.stop();
});
async function start(...args: Parameters<typeof startSidePort>): Promise<SidePort> {
  const port = await startSidePort(...args);
  ports.push(port);
  return port;
}

describe('stopping', () => {
  it('says goodbye to each stream, with a time to come back, and ends it whole', async () => {
    const port = await start();
    const streams = [await port.open(), await port.open('/events?types=pr.*')];
    const { ids } = await port.publish({});
    await streams[0]?.until((now) => now.ids.length === 1);
    await port.server.stop();
    for (const stream of streams) {
      await stream.ended;
      expect(stream.text).toMatch(/: closing; come back and resume\nretry: \d+\n\n$/);
      expect(stream.retries.at(-1)).toBeGreaterThanOrEqual(1_000);
      expect(stream.retries.at(-1)).toBeLessThanOrEqual(5_000);
    }
    expect(streams[0]?.ids).toEqual(ids);
  });

  it('does not wait for connections that ask nothing, idle or never used', async () => {
    const port = await start();
    const silent = connect(port.server.port, '127.0.0.1');
    await once(silent, 'connect');
    await (await port.get('/healthz')).text();
    expect(await ownMs(() => port.server.stop())).toBeLessThan(1_500);
    silent.destroy();
  });

  it('breaks off a stream whose reader does not read, after a while', {
    timeout: 15_000,
  }, async () => {
    const port = await start({ limits: { unreadBytes: 1e9 } });
    const stuck = connect(port.server.port, '127.0.0.1');
    stuck.on('error', () => {});
    stuck.write('GET /events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer admin\r\n\r\n');
    await once(stuck, 'readable');
    const big = { data: { text: 'x'.repeat(1_000_000) } };
    for (let count = 0; count < 30; count += 1) await port.publish(big);
    const watcher = await port.open('/events', { lastEventId: 'e1.0-0' });
    await watcher.until(({ events }) => events.length === 30);
    const from = systemClock.monotonic();
    expect(await ownMs(() => port.server.stop())).toBeLessThan(2_500);
    expect(systemClock.monotonic() - from).toBeGreaterThan(900);
    stuck.resume();
    await once(stuck, 'close');
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

  it('ends a stream that is just being opened', async () => {
    const port = await start();
    let open = () => {};
    const begun = new Promise<void>((begin) => {
      port.memory.beforeRead(
        () =>
          new Promise((resolve) => {
            open = resolve;
            begin();
          }),
      );
    });
    const asked = port.get('/events', 'admin');
    await begun;
    await port.server.stop();
    open();
    expect(await (await asked).text()).toContain('retry:');
  });
});

describe('starting', () => {
  it('says which address is taken and what to do', async () => {
    const { server } = await start();
    const failure = await startSidePort({ port: server.port }).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      name: 'JobwireError',
      code: 'taken',
      message: expect.stringMatching(`127.0.0.1:${server.port} is in use.*HTTP_PORT=8081`),
    });
    expect((failure as JobwireError).status).toBe(409);
  });

  it('says so when the address is none of this machine', async () => {
    const failure = await startSidePort({ host: '203.0.113.1' }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'config_invalid' });
    expect(failure).toMatchObject({ message: expect.stringContaining('HTTP_HOST=127.0.0.1') });
  });
});

describe('too many readers', () => {
  it('are sent away for half a minute with an answer after which browsers come back', async () => {
    const port = await start({ limits: { readers: 1 } });
    const first = await port.open();
    const second = await port.open();
    await second.ended;
    expect(second.response.status).toBe(200);
    expect(second.response.headers.get('content-type')).toBe('text/event-stream');
    expect(second.retries.at(-1)).toBeGreaterThanOrEqual(30_000);
    const { ids } = await port.publish({});
    await first.until((now) => now.ids.length === 1);
    expect(first.ids).toEqual(ids);
  });

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
