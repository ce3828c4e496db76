// What HTTP asks of every route: OPTIONS, HEAD and 405 with Allow, and what preflights of other pages get.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '../../hostile/routes.ts';
import { type HttpApi, startHttpApi } from '../http-api.ts';

const ORIGIN = 'https://tools.example.org';

let port: HttpApi;
beforeAll(async () => {
  port = await startHttpApi({ corsOrigins: [ORIGIN] });
  port.buildHashes.set('j1', { status: 'code', projectId: 'a' });
  await port.publish({ type: 'job.updated', projectId: 'a', jobId: 'j1' });
});
afterAll(() => port.stop());

interface Path {
  readonly path: string;
  readonly methods: readonly string[];
  readonly isStream: boolean;
}

/** By path, all methods that test/hostile/routes.ts knows of it; there is no route that it does not know. */
const PATHS: readonly Path[] = [
  ...new Set(Object.keys(ROUTES).map((route) => route.split(' ')[1] ?? '')),
].map((path) => {
  const routes = Object.entries(ROUTES).filter(([route]) => route.split(' ')[1] === path);
  return {
    path: path.replace(':id', 'j1'),
    methods: routes.map(([route]) => route.split(' ')[0] ?? ''),
    isStream: routes.some(([, { isStream }]) => isStream === true),
  };
});
const named = PATHS.map((each) => [each.path, each] as const);

function allowOf({ methods, isStream }: Path): string {
  const head = methods.includes('GET') && !isStream ? ['HEAD'] : [];
  return [...methods, ...head, 'OPTIONS'].sort().join(', ');
}

it('every path of the server is here', () => {
  const known = new Set(
    port.server.routes.map((route) => route.split(' ')[1]?.replace(':id', 'j1')),
  );
  expect([...known].sort()).toEqual(PATHS.map(({ path }) => path).sort());
});

describe.each(named)('%s', (path, about) => {
  const send = (method: string, headers: Record<string, string> = {}) =>
    fetch(port.url + path, { method, headers });

  it('answers OPTIONS with what may be asked of it, whoever asks', async () => {
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { origin: ORIGIN }]) {
      const response = await send('OPTIONS', headers);
      expect([response.status, response.headers.get('allow')]).toEqual([204, allowOf(about)]);
      expect(await response.text()).toBe('');
    }
  });

  it('answers other methods with 405, and the same', async () => {
    for (const method of ['PUT', 'PATCH']) {
      const response = await send(method);
      expect([response.status, response.headers.get('allow')]).toEqual([405, allowOf(about)]);
    }
    const head = await send('HEAD', { authorization: 'Bearer admin' });
    expect(head.status === 405).toBe(!allowOf(about).includes('HEAD'));
  });

  it('answers HEAD as GET, without the body', async () => {
    if (!allowOf(about).includes('HEAD')) return;
    const headers = { authorization: 'Bearer admin' };
    const [get, head] = [await send('GET', headers), await send('HEAD', headers)];
    expect([head.status, head.headers.get('content-type')]).toEqual([
      get.status,
      get.headers.get('content-type'),
    ]);
    expect(await head.text()).toBe('');
    await get.text();
  });

  it('answers a page that may read which headers it may send, and never that cookies go along', async () => {
    const preflight = await send('OPTIONS', {
      origin: ORIGIN,
      'access-control-request-method': about.methods[0] ?? '',
      'access-control-request-headers': 'authorization, ce-id, ce-myextension, x-evil',
    });
    expect(preflight.status).toBe(204);
    const allowed = preflight.headers
      .get('access-control-allow-headers')
      ?.toLowerCase()
      .split(', ');
    expect(allowed?.sort()).toEqual([
      'authorization',
      'ce-id',
      'ce-myextension',
      'content-type',
      'idempotency-key',
      'last-event-id',
    ]);
    const answer = await send(about.methods[0] ?? '', { origin: ORIGIN });
    await answer.body?.cancel();
    expect(answer.headers.get('access-control-expose-headers')).toContain('Retry-After');
    for (const { headers } of [preflight, answer]) {
      expect(headers.get('access-control-allow-origin')).toBe(ORIGIN);
      expect(headers.get('access-control-allow-credentials')).toBeNull();
      expect(headers.get('vary')?.split(', ')).toContain('Origin');
    }
  });

  it('gives a page of anybody nothing of the sort', async () => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'GET' };
    const response = await send('OPTIONS', headers);
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([
      403,
      null,
    ]);
  });
});

it('OPTIONS of a path that there is none is 404', async () => {
  const response = await fetch(`${port.url}/nothing`, { method: 'OPTIONS' });
  expect(response.status).toBe(404);
});
