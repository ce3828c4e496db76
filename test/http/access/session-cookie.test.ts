// Whose pages may use the cookie of a session, and sign a browser in.
import { fc, test } from '@fast-check/vitest';
import type { FastifyRequest } from 'fastify';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPageOrigin } from '../../../src/http/access/origin.ts';
import { type HttpApi, startHttpApi } from '../http-api.ts';
import { openPeer } from '../live-parts.ts';
import { asLea, codeOf, SESSION, type SignedIn, signingIn } from './signed-in.ts';

let port: HttpApi;
beforeEach(async () => {
  port = await startHttpApi();
});
afterEach(() => port.stop());

const { post, signIn, who, grant } = signingIn(() => port);

describe('a cookie', () => {
  let signedIn: SignedIn;
  beforeEach(async () => {
    await grant({ role: 'admin' });
    signedIn = await signIn(asLea());
  });
  const create = (headers: Record<string, string>) =>
    port.send('POST', '/api/v1/tokens', { body: { name: 'x', scopes: ['read'] }, headers });

  it.each<[Record<string, string>, number]>([
    [{ origin: 'own' }, 201],
    [{ 'sec-fetch-site': 'same-origin' }, 201],
    [{ origin: 'own', 'sec-fetch-site': 'cross-site' }, 201],
    [{}, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'none' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'https://evil.example.org' }, 403],
    [{ origin: 'http://127.0.0.1:1' }, 403],
  ])('with %j changes something: %i', async (headers, status) => {
    const { cookie = '' } = signedIn.headers;
    const own = headers.origin === 'own' ? { ...headers, origin: port.url } : headers;
    const response = await create({ ...own, cookie });
    expect(response.status).toBe(status);
    if (status === 403) expect(await codeOf(response)).toBe('origin_refused');
  });

  it.each(['Basic YW5hOnNlY3JldA==', 'Digest username="ana"', 'Negotiate x', 'BearerX y', ''])(
    'counts beside the header Authorization: %s, which is for a proxy, from pages of ours alone',
    async (authorization) => {
      const { cookie = '', origin = '' } = signedIn.headers;
      const headers = { cookie, authorization };
      expect((await who(headers)).status).toBe(200);
      expect((await port.get('/api/v1/jobs', undefined, headers)).status).toBe(200);
      expect((await create({ ...headers, origin })).status).toBe(201);
      const peer = await openPeer(`${port.url}/ws/jobs`, headers);
      peer.socket.terminate();
      expect((await create(headers)).status).toBe(403);
      const foreign = { ...headers, origin: 'https://evil.example.org' };
      expect((await create(foreign)).status).toBe(403);
      expect((await port.get('/api/v1/jobs', undefined, { authorization })).status).toBe(401);
    },
  );

  it.each([
    'Bearer wrong',
    'bearer wrong',
    'BEARER\twrong',
    'Bearer',
    'Bearer ',
    'Bearer a b',
    'Bearer,x',
  ])('does not count beside a bearer, also one that is wrong: %j', async (authorization) => {
    const headers = { ...signedIn.headers, authorization };
    expect((await who(headers)).status).toBe(401);
    expect((await create(headers)).status).toBe(401);
    const ticket = await port.get('/events?ticket=x', undefined, headers);
    expect(ticket.status).toBe(401);
  });

  it('is of no use to pages that may otherwise read: not for changes, nor streams, nor sockets', async () => {
    await port.stop();
    port = await startHttpApi({ corsOrigins: ['*'] });
    await grant({ role: 'admin' });
    const { cookie = '' } = (await signIn(asLea())).headers;
    const headers = { cookie, origin: 'https://tools.example.org' };
    expect((await create(headers)).status).toBe(403);
    expect((await port.get('/api/v1/jobs', undefined, headers)).status).toBe(401);
    expect((await port.get('/events', undefined, headers)).status).toBe(401);
    await expect(openPeer(`${port.url}/ws/jobs`, headers)).rejects.toThrow(/401/);
    const answer = await port.get('/api/v1/jobs', undefined, { cookie });
    expect([answer.status, answer.headers.get('access-control-allow-credentials')]).toEqual([
      200,
      null,
    ]);
  });

  it('that is there twice, or is none of ours, is none', async () => {
    const { cookie = '' } = signedIn.headers;
    const value = cookie.split('=')[1] ?? '';
    const nobody = [
      `${cookie}; ${cookie}x`,
      `jobwire=; ${cookie}`,
      `${cookie}; jobwire=jws_${'A'.repeat(43)}`,
      `JOBWIRE=${value}`,
      `jobwire="${value}"`,
      `jobwire=${value}%20`,
      `x-jobwire=${value}`,
      'jobwire',
      ';;;=;=',
    ];
    for (const text of nobody) {
      expect([text, (await who({ cookie: text })).status]).toEqual([text, 401]);
    }
    expect((await who({ cookie: `a=b; ${cookie}; jobwire2=x` })).status).toBe(200);
  });

  it('that is old gets the same answer each time: browsers keep it, and nobody guesses it', async () => {
    const headers = { cookie: `jobwire=jws_${'B'.repeat(43)}` };
    for (let count = 0; count < 15; count += 1) expect((await who(headers)).status).toBe(401);
  });
});

describe('over https, through a proxy', () => {
  const publicUrl = 'https://jobwire.example.org';
  beforeEach(async () => {
    await port.stop();
    port = await startHttpApi({ publicUrl });
    await grant({ role: 'viewer' });
  });

  it('the cookie is one that no other host can set, whatever host the proxy names', async () => {
    const { setCookie } = await signIn(asLea(), { origin: publicUrl });
    expect(setCookie).toMatch(/^__Host-jobwire=jws_.*; Path=\/; .*; SameSite=Strict; Secure$/);
    const cookie = setCookie.split(';')[0] ?? '';
    const plain = `jobwire=jws_${'A'.repeat(43)}`;
    for (const text of [cookie, `${plain}; ${cookie}`]) {
      expect((await who({ cookie: text })).status).toBe(200);
    }
    expect((await who({ cookie: `${cookie}; __Host-jobwire=x` })).status).toBe(401);
    const secret = cookie.split('=')[1] ?? '';
    const tossed = { cookie: `jobwire=${secret}`, origin: publicUrl };
    expect((await who(tossed)).status).toBe(401);
  });

  it('a page of the same name without TLS is not ours', () => {
    const originOf = createPageOrigin(publicUrl);
    const from = (origin: string, host: string) =>
      originOf({ headers: { origin, host } } as unknown as FastifyRequest);
    expect(from('http://jobwire.example.org', 'jobwire.example.org')).toBe('foreign');
    expect(from(publicUrl, 'jobwire.example.org')).toBe('own');
    expect(from(publicUrl, '127.0.0.1:8080')).toBe('own');
    expect(from('http://127.0.0.1:8080', '127.0.0.1:8080')).toBe('own');
  });
});

describe('no other site', () => {
  it.each<[Record<string, string>]>([
    [{ origin: 'https://evil.example.org' }],
    [{ origin: 'null' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
  ])('signs its visitors in: %j', async (headers) => {
    await grant({ role: 'viewer' });
    const response = await post(asLea(), headers);
    expect([response.status, response.headers.get('set-cookie')]).toEqual([403, null]);
  });

  it('does so where it may read', async () => {
    await port.stop();
    port = await startHttpApi({ corsOrigins: ['https://tools.example.org'] });
    await grant({ role: 'viewer' });
    expect((await post(asLea(), { origin: 'https://tools.example.org' })).status).toBe(403);
  });

  it('does so by a form', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const body = JSON.stringify(asLea());
      const response = await port.send('POST', SESSION, { body, type });
      expect([type, response.status]).toEqual([type, 415]);
    }
  });
});

describe('whatever is posted', () => {
  let shared: HttpApi;
  beforeAll(async () => {
    shared = await startHttpApi();
  });
  afterAll(() => shared.stop());

  const json = fc.json({ maxDepth: 4 });
  const near = fc.record(
    {
      token: fc.anything(),
      init_data: fc.anything(),
      login: fc.dictionary(fc.string(), fc.anything()),
    },
    { requiredKeys: [] },
  );
  const text = near.map((value) => {
    try {
      return JSON.stringify(value) ?? 'x';
    } catch {
      return '{}';
    }
  });
  test.prop(
    [fc.oneof(json, text, fc.string()), fc.string({ unit: 'binary-ascii', maxLength: 200 })],
    {
      numRuns: 40,
    },
  )(
    'is refused, and never an error of ours',
    async (body, junk) => {
      const cookie = junk.replace(/[^\x20-\x7e]/g, '');
      const response = await shared.send('POST', SESSION, { body, headers: { cookie } });
      const answer = await response.text();
      expect(response.status, `${body}: ${answer}`).toBeGreaterThanOrEqual(400);
      expect(response.status, `${body}: ${answer}`).toBeLessThan(500);
    },
    60_000,
  );

  it('is refused when it is too much', async () => {
    const many = Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`f${at}`, 'x']));
    for (const body of [
      { token: 'x'.repeat(20_000) },
      { login: many },
      { init_data: 'x'.repeat(9_000) },
    ]) {
      const { status } = await shared.send('POST', SESSION, { body });
      expect([413, 422]).toContain(status);
    }
  });
});
