// One request too many: refused on every route that costs something, for this caller alone.
import { EventSource } from 'eventsource';
import { afterEach, describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../../../src/runtime/clock.ts';
import { type HttpApi, problemOf, startHttpApi } from '../http-api.ts';
import { openPeer } from '../live-parts.ts';
import { asLea, SESSION, signingIn } from './signed-in.ts';

/** One request, and the next one after a minute, which never passes. */
const requestsPerMinute = 1;
const clock: Clock = { ...systemClock, monotonic: () => 0 };
/** Whoever asks, with a token or without. */
const UNLIMITED = [
  ...['/', '/jobs', '/jobs/:id', '/approvals', '/approvals/:id', '/standing', '/search', '/charts'],
  ...['/letters', '/people', '/tokens', '/assets/:name'],
  ...[
    '/healthz',
    '/livez',
    '/readyz',
    '/api/v1/health',
    '/metrics',
    '/openapi.json',
    '/asyncapi.json',
    '/docs',
    '/api/v1/session/ways',
  ],
];
const HIDDEN = '/api/jobs/:id/events/stream';
const STREAMS = [
  '/events',
  '/api/v1/jobs/:id/events/stream',
  '/api/v1/jobs/:id/logs/stream',
  HIDDEN,
];

let port: HttpApi;
afterEach(() => port.stop());

const { post, signIn, who, grant } = signingIn(() => port);

async function startLimited(): Promise<void> {
  port = await startHttpApi({ requestsPerMinute, clock });
}

/** What every route answers, by `GET /path`. */
async function answers(token?: string): Promise<Map<string, Response>> {
  const all = new Map<string, Response>();
  for (const route of new Set(port.server.routes)) {
    const [method = '', path = ''] = route.split(' ');
    const url = path.replace(/:\w+/, 'main.js');
    all.set(route, await port.send(method, url, token === undefined ? {} : { token }));
  }
  return all;
}

const pathOf = (route: string) => route.split(' ')[1] ?? '';

// On machines that may be slow, with every route there is.
describe('after one request too many', () => {
  it('a caller is refused on every route but those that have no limit', async () => {
    await startLimited();
    await port.get('/api/v1/jobs', 'admin');
    const all = await answers('admin');
    expect(all.size).toBeGreaterThan(40);
    for (const [route, answer] of all) {
      const path = pathOf(route);
      // Signing in counts by network, where this is the first request.
      if (route === 'POST /api/v1/session') expect(answer.status, route).toBe(422);
      else if (UNLIMITED.includes(path)) {
        expect([200, 503], route).toContain(answer.status);
        expect(answer.headers.has('ratelimit'), route).toBe(false);
      } else if (STREAMS.includes(path)) {
        expect(answer.status, route).toBe(200);
        expect(await answer.text(), route).toMatch(/^: too busy.*\nretry: [3-6]\d{4}\n\n$/);
      } else expect(answer.status, route).toBe(429);
      if (!UNLIMITED.includes(path)) expect(answer.headers.has('ratelimit'), route).toBe(true);
    }
    const handshake = openPeer(`${port.url}/ws/jobs`, { authorization: 'Bearer admin' });
    await expect(handshake).rejects.toThrow(/429/);
  });

  it('a stranger is refused as well, by network, and learns of no hidden route', async () => {
    await startLimited();
    await port.get('/api/v1/jobs');
    for (const [route, answer] of await answers()) {
      const path = pathOf(route);
      if (path === '/metrics') expect(answer.status, route).toBe(401);
      else if (UNLIMITED.includes(path)) expect([200, 503], route).toContain(answer.status);
      else if (path === HIDDEN) expect(answer.status, route).toBe(404);
      else expect(answer.status, route).toBe(429);
      const isOpen = UNLIMITED.includes(path) || path === HIDDEN;
      expect(answer.headers.has('ratelimit'), route).toBe(!isOpen);
    }
    expect((await port.get('/api/v1/jobs', 'admin')).status).toBe(200);
  });

  it('whoever is signed in can sign out, and what is no session counts', async () => {
    await startLimited();
    await grant({ role: 'viewer' });
    const { headers } = await signIn(asLea());
    for (const _ of [1, 2, 3]) await port.get('/api/v1/jobs', undefined, headers);
    expect((await who(headers)).status).toBe(429);
    const signOut = () => port.send('DELETE', SESSION, { headers });
    expect((await signOut()).status).toBe(204);
    expect((await who(headers)).status).toBe(429);
    // It has ended, so this is a stranger's; the sign-in was the first request of that network.
    expect((await signOut()).status).toBe(429);
    expect((await port.send('DELETE', SESSION, { token: 'admin' })).status).toBe(401);
    expect((await port.send('DELETE', SESSION, { token: 'admin' })).status).toBe(429);
  });

  it('looking at the ways to sign in leaves the tries as they are, and adds none', async () => {
    await startLimited();
    for (const _ of [1, 2, 3]) {
      expect((await port.get('/api/v1/session/ways')).status).toBe(200);
    }
    expect((await post({ token: 'wrong' })).status).toBe(401);
    expect((await port.get('/api/v1/session/ways')).status).toBe(200);
    const refused = await post({ token: 'wrong' });
    expect(refused.status).toBe(429);
    const { detail } = await problemOf(refused);
    expect(detail).toContain(
      'came from this network (those without valid credentials, and those to sign in); expected at most 1',
    );
    expect(detail).not.toContain('without a token');
  });

  it('others are not', async () => {
    await startLimited();
    for (const _ of [1, 2, 3]) await port.get('/api/v1/jobs', 'admin');
    expect((await port.get('/api/v1/jobs', 'decider')).status).toBe(200);
    expect((await port.get('/api/v1/jobs')).status).toBe(401);
  });

  it('the answer says what was wrong, what was expected, and when to come back', async () => {
    await startLimited();
    const first = await port.get('/api/v1/jobs', 'admin');
    expect(first.headers.get('ratelimit-policy')).toBe('"default";q=1;w=60');
    expect(first.headers.get('ratelimit')).toBe('"default";r=0;t=60');
    const second = await port.get('/api/v1/jobs', 'admin');
    expect(second.headers.get('retry-after')).toBe('60');
    expect(second.headers.get('ratelimit')).toBe('"default";r=0;t=60');
    expect(await problemOf(second)).toMatchObject({
      type: 'urn:jobwire:problem:too_many_requests',
      status: 429,
      detail: expect.stringMatching(
        /this caller, with all its sessions and tickets; expected at most 1 a minute .* after 60 s/,
      ),
    });
    expect(await port.metrics.text()).toContain(
      'jobwire_http_refusals_total{code="too_many_requests"} 1',
    );
  });

  it('a body is not even read', async () => {
    await startLimited();
    await port.get('/api/v1/jobs', 'admin');
    const answer = await port.send('POST', '/api/v1/events', { token: 'admin', body: '{' });
    expect(answer.status).toBe(429);
  });

  it('an EventSource comes back', async () => {
    await startLimited();
    await port.get('/api/v1/jobs', 'admin');
    const source = new EventSource(`${port.url}/events`, {
      fetch: (url, init) =>
        fetch(url, { ...init, headers: { ...init.headers, authorization: 'Bearer admin' } }),
    });
    await new Promise((resolve) => source.addEventListener('error', resolve, { once: true }));
    // After an error status it would be closed.
    expect(source.readyState).toBe(source.CONNECTING);
    source.close();
  });
});

it('0 is no limit, and no header speaks of one', async () => {
  port = await startHttpApi({ requestsPerMinute: 0 });
  for (let sent = 0; sent < 20; sent += 1) {
    const answer = await port.get('/api/v1/jobs', 'admin');
    expect(answer.status).toBe(200);
    expect(answer.headers.has('ratelimit')).toBe(false);
  }
});

it('pages of other origins may read what is left', async () => {
  port = await startHttpApi({ corsOrigins: ['https://tools.example.org'] });
  const answer = await port.get('/api/v1/jobs', 'admin', { origin: 'https://tools.example.org' });
  expect(answer.headers.get('access-control-expose-headers')).toMatch(
    /RateLimit, RateLimit-Policy/,
  );
});
