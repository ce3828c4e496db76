// The HTTP API beside its streams: health, numbers, errors, and who may ask at all.
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAdminTokenAuth } from '../../../src/http/access/auth.ts';
import { caller } from '../callers.ts';
import { type HttpApi, problemOf, startHttpApi } from '../http-api.ts';

let port: HttpApi;

beforeEach(async () => {
  port = await startHttpApi({ corsOrigins: ['https://tools.example.org'] });
});
afterEach(() => port.stop());

/** Sends bytes as they are and answers all that comes back. */
async function raw(bytes: string): Promise<string> {
  const socket = connect(port.server.port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  socket.write(bytes);
  await once(socket, 'close');
  return text;
}
const ask = (path: string, ...headers: string[]) =>
  raw([`GET ${path} HTTP/1.1`, ...headers, 'Connection: close', '', ''].join('\r\n'));

describe('health', () => {
  it.each(['/healthz', '/livez'])('answers %s without asking anybody', async (path) => {
    port.memory.beforeRead(() => Promise.reject(new Error('redis is away')));
    port.health.report('redis', false, 'away');
    const response = await port.get(path);
    expect([response.status, await response.json()]).toEqual([200, { status: 'alive' }]);
  });

  it('is ready when all parts say so, and not before any did', async () => {
    expect((await port.get('/readyz')).status).toBe(503);
    port.health.report('redis', true);
    port.health.report('telegram', true);
    const ready = await port.get('/readyz');
    expect([ready.status, await ready.json()]).toEqual([
      200,
      {
        status: 'ready',
        components: { redis: { ok: true, detail: '' }, telegram: { ok: true, detail: '' } },
      },
    ]);
  });

  it('is not ready while one part is away, and says which and why', async () => {
    port.health.report('redis', false, 'away since 09:00');
    port.health.report('telegram', true);
    const response = await port.get('/readyz');
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      status: 'unready',
      components: { redis: { ok: false, detail: 'away since 09:00' } },
    });
  });

  it('counts what waits by kind, and names nothing of it', async () => {
    await port.stop();
    port = await startHttpApi({
      systemState: () => ({
        routing: { routed: '1-0' },
        sending: { chats: 1, lateMs: 0, latest: { chatId: '-42', isVisited: false } },
        putAside: { chats: 1, items: { approval: 1 }, messages: 2 },
        deadLetters: 3,
        deadLettersByStage: {},
        openApprovals: 0,
        clockMs: 0,
      }),
    });
    port.health.report('redis', true);
    for (const path of ['/readyz', '/api/v1/health']) {
      const body = await (await port.get(path)).text();
      expect(JSON.parse(body)).toMatchObject({
        put_aside: { approval: 1, message: 2 },
        dead_letters: 3,
      });
      expect(body).not.toContain('-42');
    }
  });
});

describe('GET /api/v1/health', () => {
  it('tells everybody how the parts are, and how much waits', async () => {
    port.health.report('redis', true);
    const healthy = await port.get('/api/v1/health');
    expect(healthy.status).toBe(200);
    expect(await healthy.json()).toMatchObject({
      status: 'healthy',
      queue_size: 3,
      handlers_registered: 2,
    });
    port.health.report('redis', false, 'away');
    const unhealthy = await port.get('/api/v1/health');
    expect(unhealthy.status).toBe(503);
    expect(await unhealthy.json()).toMatchObject({ status: 'unhealthy' });
  });
});

describe('numbers', () => {
  it('are for the scope metrics', async () => {
    port.metrics.eventJournalled('job.started', 'a', 0.01);
    const response = await port.get('/metrics', 'scraper');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const text = await response.text();
    expect(text).toContain('jobwire_events_total{event_type="job.started",project_id="a"} 1');
    expect(text).not.toContain('scraper');
  });

  it.each([
    [undefined, 401],
    ['wrong', 401],
    ['reader', 403],
    ['admin-of-a', 403],
    ['admin', 200],
  ])('answer the token %s with %i', async (token, status) => {
    expect((await port.get('/metrics', token)).status).toBe(status);
  });

  it('count live readers', async () => {
    const stream = await port.open();
    expect(await port.metrics.text()).toContain('jobwire_readers{shape="events"} 1');
    stream.close();
  });
});

describe('errors', () => {
  it.each(['/nothing', '/events/', '/healthz/x', '/api/v1/nothing', '/%zz'])(
    'answers %s with a problem that says what is there',
    async (path) => {
      const response = await port.get(path, 'admin');
      const problem = await problemOf(response);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
      expect(problem).toMatchObject({ status: response.status, title: expect.any(String) });
      expect(response.status).toBe(path === '/%zz' ? 400 : 404);
      expect(problem.detail).toMatch(/like|begin with/);
    },
  );

  it('opens no stream for HEAD, which nobody would read', async () => {
    const headers = { authorization: 'Bearer admin' };
    const response = await fetch(`${port.url}/events`, { method: 'HEAD', headers });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, OPTIONS']);
    expect(await port.metrics.text()).not.toContain('jobwire_readers{shape="events"} 1');
  });

  it.each([
    ['PUT', '/api/v1/events?x=1', 'GET, HEAD, OPTIONS, POST'],
    ['POST', '/api/v1/jobs', 'GET, HEAD, OPTIONS'],
    ['PATCH', '/api/v1/jobs/j%2F1', 'GET, HEAD, OPTIONS'],
    ['GET', '/api/v1/tokens/t1', 'DELETE, OPTIONS'],
    ['DELETE', '/healthz', 'GET, HEAD, OPTIONS'],
  ])('answers %s %s with the methods that would do', async (method, path, allow) => {
    // A body that is not read, of a type that nobody takes.
    const body = method === 'POST' ? { body: 'x', type: 'text/plain' } : {};
    const response = await port.send(method, path, { token: 'admin', ...body });
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow]);
    expect((await problemOf(response)).detail).toContain(allow);
  });

  it.each(['/api/v1/jobs/', '/api/v1/jobs/a/b', '/api/v1', '/healthz.'])(
    'knows no method for %s',
    async (path) => {
      const response = await port.send('POST', path, { token: 'admin', body: 'x', type: 'a/b' });
      expect(response.status).toBe(404);
    },
  );

  it('asks to come back when there is no answer in time', async () => {
    await port.stop();
    port = await startHttpApi({ answerMs: 20, authenticate: () => new Promise(() => {}) });
    const response = await port.get('/api/v1/jobs', 'admin');
    expect(response.status).toBe(503);
    expect((await problemOf(response)).detail).toContain('try again');
  });

  it('never tells what lies inside when something breaks', async () => {
    await port.stop();
    port = await startHttpApi({
      authenticate: () => Promise.reject(new Error('redis://:hunter2@10.0.0.1 refused')),
    });
    const response = await port.get('/events', 'admin');
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(text).not.toMatch(/hunter2|10\.0\.0\.1|at .*\.ts/);
    expect(JSON.parse(text)).toMatchObject({ title: 'Internal Server Error', status: 500 });
  });

  it.each([
    ['what is not HTTP', 'hello\r\n\r\n', 400],
    [
      'too long headers',
      `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
    ],
  ])('answers %s with a problem, and closes', async (_name, bytes, status) => {
    const [head = '', body = ''] = (await raw(bytes)).split('\r\n\r\n');
    expect(head).toContain(`HTTP/1.1 ${status} `);
    expect(head).toContain('Content-Type: application/problem+json');
    expect(JSON.parse(body)).toMatchObject({ status });
  });

  it.each(['Bearer', 'Bearer ', 'Basic YWRtaW46', 'Bearer a b', 'admin'])(
    'takes the credentials "%s" for none',
    async (authorization) => {
      const response = await port.get('/events', undefined, { authorization });
      expect(response.status).toBe(401);
      expect((await problemOf(response)).detail).toContain('Authorization: Bearer <token>');
    },
  );
});

describe('pages of other origins', () => {
  const auth = 'Authorization: Bearer admin';

  it.each([
    ['https://evil.example', 403],
    ['null', 403],
    ['http://127.0.0.1:1', 403],
    ['https://tools.example.org', 200],
    ['http://localhost:9', 200],
    ['http://localhost:8', 403],
    ['http://localhost', 403],
  ])('with the origin %s get %i', async (origin, status) => {
    const text = await ask('/healthz', 'Host: localhost:9', auth, `Origin: ${origin}`);
    expect(text).toContain(`HTTP/1.1 ${status} `);
    const named = origin === 'https://tools.example.org';
    expect(text.toLowerCase().includes(`access-control-allow-origin: ${origin}`)).toBe(named);
  });

  it('that are named may read the stream', async () => {
    const origin = 'https://tools.example.org';
    const response = await port.get('/events', 'admin', { origin });
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
    expect(response.headers.get('vary')).toBe('Origin');
    await response.body?.cancel();
  });

  it('that are named get an answer to what browsers ask first', async () => {
    const response = await fetch(`${port.url}/events`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://tools.example.org',
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization',
      },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-headers')).toContain('Authorization');
    expect(response.headers.get('access-control-allow-headers')).toContain('Last-Event-ID');
  });

  it.each([
    ['localhost', 200],
    ['LOCALHOST:8080', 200],
    ['127.0.0.1', 200],
    ['[::1]:8080', 200],
    ['192.168.0.7:8080', 200],
    ['evil.example', 421],
    ['localhost.evil.example:8080', 421],
  ])('can not come in by a name of their own: %s gets %i', async (host, status) => {
    expect(await ask('/healthz', `Host: ${host}`)).toContain(`HTTP/1.1 ${status} `);
  });

  it('may use the public name when there is one', async () => {
    await port.stop();
    port = await startHttpApi({ publicUrl: 'https://jobwire.example.org/x' });
    const host = 'Host: jobwire.example.org';
    expect(await ask('/healthz', host)).toContain(' 200 ');
    expect(await ask('/healthz', host, 'Origin: https://jobwire.example.org')).toContain(' 200 ');
    const proxied = ['Host: 127.0.0.1:8080', 'Origin: https://jobwire.example.org'];
    expect(await ask('/healthz', ...proxied)).toContain(' 200 ');
  });
});

describe('the admin token', () => {
  it('lets exactly itself in, with every scope', async () => {
    const authenticate = createAdminTokenAuth('secret-1');
    expect(await authenticate('secret-1')).toEqual({
      ...caller(),
      tokenId: 'admin',
      name: 'admin',
    });
    for (const wrong of ['secret-2', 'secret-', 'secret-11', 'SECRET-1', '']) {
      expect(await authenticate(wrong), wrong).toBeUndefined();
    }
  });

  it.each([undefined, ''])('lets nobody in when it is %j', async (token) => {
    const authenticate = createAdminTokenAuth(token);
    expect(await authenticate('')).toBeUndefined();
    expect(await authenticate('undefined')).toBeUndefined();
  });
});
