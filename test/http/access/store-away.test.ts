// While the store is away, every route that needs it says so within a second; none hangs, and what
// needs no store goes on.
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { StorePulse } from '../../../src/http/access/store-watch.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { createOutage } from '../../helpers/outage.ts';
import { ownMs } from '../../helpers/stopwatch.ts';
import { type HttpApi, startHttpApi } from '../http-api.ts';

let port: HttpApi;
afterEach(() => port.stop());

/** Answers until it is silenced; then from the first question on. */
function createPulse() {
  let since: number | undefined;
  let isSilent = false;
  let wake: (() => void)[] = [];
  const pulse: StorePulse = {
    answer() {
      if (!isSilent) return Promise.resolve();
      since ??= systemClock.monotonic();
      return new Promise((resolve) => wake.push(resolve));
    },
    silentMs: () => (since === undefined ? 0 : systemClock.monotonic() - since),
  };
  return {
    pulse,
    silence() {
      isSilent = true;
    },
    speak() {
      [isSilent, since] = [false, undefined];
      for (const resolve of wake) resolve();
      wake = [];
    },
  };
}

/** Memory alone answers these, and what is outside the API: the pages of the dashboard. */
const needsNoStore = (path: string) =>
  ['/healthz', '/livez', '/readyz', '/metrics', '/api/v1/session/ways'].includes(path) ||
  !/^\/(?:api|events|ws)\b/.test(path);
const MAX_MS = 1_000;

async function timed(asked: Promise<Response>) {
  const tookMs = await ownMs(() => asked);
  return { response: await asked, tookMs };
}

/** Every route, with what it needs to get as far as the store. */
function requestsTo({ server }: HttpApi) {
  return server.routes
    .map((route) => route.split(' ') as [string, string])
    .filter(([method, path]) => method !== 'HEAD' && !path.includes('*'))
    .map(([method, path]) => ({ method, path: path.replace(/:\w+/g, 'x') }));
}

const bodyFor = (path: string) => {
  if (path.endsWith('/decision')) return { decision: 'approve' };
  if (path.endsWith('/approvals')) return { action: 'git push' };
  if (path.endsWith('/logs')) return { lines: ['x'] };
  if (path.endsWith('/session')) return { token: 'jw_' };
  if (path.endsWith('/tokens')) return { name: 'n', scopes: ['read'] };
  return { event_type: 'job.started', job_id: 'j1', type: 'x', data: {} };
};

function ask({ method, path }: { method: string; path: string }, token = 'admin') {
  const isBare = method === 'GET' || method === 'DELETE';
  return port.send(method, path, { token, ...(isBare ? {} : { body: bodyFor(path) }) });
}

describe('while the store is silent', () => {
  it('every route that needs it answers 503 and when to come back, within a second', async () => {
    const { pulse, silence } = createPulse();
    port = await startHttpApi({ pulse, queue: { size: () => new Promise(() => {}) } });
    silence();
    const requests = requestsTo(port).filter(({ path }) => !needsNoStore(path));
    expect(requests.length).toBeGreaterThan(12);
    const answers = await Promise.all(
      requests.map(async (request) => ({ request, ...(await timed(ask(request))) })),
    );
    for (const { request, response, tookMs } of answers) {
      const name = `${request.method} ${request.path}`;
      expect([name, response.status]).toEqual([name, 503]);
      expect(tookMs, name).toBeLessThan(MAX_MS);
      if (request.path === '/api/v1/health') continue;
      expect(Number(response.headers.get('retry-after')), name).toBeGreaterThan(0);
      expect(response.headers.get('content-type'), name).toContain('problem+json');
    }
    // It is known now: nobody waits for it again.
    const { tookMs } = await timed(port.get('/api/v1/jobs', 'admin'));
    expect(tookMs).toBeLessThan(300);
  });

  it('a route is answered that was in the middle of it, and works again when it is back', async () => {
    const { pulse, silence, speak } = createPulse();
    const outage = createOutage();
    port = await startHttpApi({ pulse });
    await port.stop();
    port = await startHttpApi({ pulse, board: outage.over(port.board) });
    outage.begin('hanging');
    const asked = timed(port.get('/api/v1/jobs', 'admin'));
    await vi.waitUntil(() => outage.refused > 0, 60_000);
    silence();
    // Whoever asks next finds out.
    const { response } = await timed(port.get('/api/v1/tokens', 'admin'));
    expect([response.status, (await asked).response.status]).toEqual([503, 503]);
    outage.end();
    speak();
    expect((await port.get('/api/v1/jobs', 'admin')).status).toBe(200);
  });

  it('what is slow but answers is waited for', async () => {
    const { pulse } = createPulse();
    const slow = { all: async () => [], find: () => systemClock.sleep(1_300).then(() => []) };
    port = await startHttpApi({ pulse, board: { ...slow } as never });
    expect((await port.get('/api/v1/jobs/x', 'admin')).status).toBe(404);
  });

  it('liveness, readiness and numbers are told as ever', async () => {
    const { pulse, silence } = createPulse();
    port = await startHttpApi({ pulse });
    port.health.report('redis', false, 'away');
    silence();
    for (const [path, status] of [
      ['/healthz', 200],
      ['/readyz', 503],
      ['/metrics', 200],
    ] as const) {
      expect([path, (await port.get(path, 'admin')).status]).toEqual([path, status]);
    }
  });

  it('open streams stay, with their heartbeats', async () => {
    const { pulse, silence } = createPulse();
    port = await startHttpApi({ pulse, limits: { heartbeatMs: 100 } });
    const stream = await port.open();
    const before = stream.text.length;
    silence();
    expect((await port.get('/api/v1/jobs', 'admin')).status).toBe(503);
    await vi.waitUntil(() => stream.text.length > before, 60_000);
  });

  it('a browser is sent a stream that says when to come back: it never would after a 503', async () => {
    const { pulse, silence } = createPulse();
    port = await startHttpApi({ pulse });
    silence();
    for (const path of ['/events', '/api/v1/jobs/x/events/stream', '/api/jobs/x/events/stream']) {
      const response = await port.get(path, 'admin', { 'sec-fetch-site': 'same-origin' });
      expect([path, response.status]).toEqual([path, 200]);
      expect(await response.text()).toMatch(/^retry: \d+$/m);
    }
  });
});

describe('a request that never gets complete', () => {
  it.each([
    ['head', 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: '],
    ['start line', 'GET /healthz'],
  ])('is cut off at its %s', async (_part, beginning) => {
    port = await startHttpApi({ headMs: 400 });
    const socket = connect(port.server.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.resume();
    socket.write(beginning);
    // A byte now and then keeps no connection alive.
    const drip = setInterval(() => socket.write('a'), 50);
    expect(await ownMs(() => once(socket, 'close'))).toBeLessThan(3_000);
    clearInterval(drip);
  });
});
