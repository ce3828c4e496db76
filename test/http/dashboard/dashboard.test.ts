import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageHeaders } from '../../../src/http/dashboard/page-headers.ts';
import { type HttpApi, problemOf, startHttpApi } from '../http-api.ts';

const FILES = new Map([
  ['index.html', Buffer.from('<!doctype html>')],
  ['main-AB12.js', Buffer.from('plain')],
  ['main-AB12.js.br', Buffer.from('brotli')],
  ['main-AB12.js.gz', Buffer.from('gzip')],
  ['notes.txt', Buffer.from('no type')],
]);

let api: HttpApi;
let bare: HttpApi;
beforeAll(async () => {
  api = await startHttpApi({ webFiles: async () => FILES });
  bare = await startHttpApi({ webFiles: async () => new Map() });
});
afterAll(async () => {
  await api.stop();
  await bare.stop();
});

/** The bytes as they are sent: fetch would decompress them. */
function sent(path: string, acceptEncoding: string) {
  return new Promise<{ text: string; encoding: string | undefined }>((resolve, reject) => {
    const headers = { 'accept-encoding': acceptEncoding };
    const asked = request(api.url + path, { headers }, async (response) => {
      const parts = await response.toArray();
      const encoding = response.headers['content-encoding'];
      resolve({ text: Buffer.concat(parts).toString(), encoding });
    });
    asked.on('error', reject).end();
  });
}

describe('the shell', () => {
  it.each([
    '/',
    '/jobs',
    '/jobs/j-1?project=a',
    '/approvals',
    '/approvals/k1',
    '/search?types=pr.*',
    '/tokens',
  ])('is served at %s to everybody', async (path) => {
    const answer = await api.get(path);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('<!doctype html>');
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-cache');
  });

  it('is read again after its files could not be read once', async () => {
    const answers = [() => Promise.reject(new Error('too many open files')), async () => FILES];
    const port = await startHttpApi({ webFiles: () => (answers.shift() ?? expect.fail)() });
    try {
      expect((await fetch(`${port.url}/`)).status).toBe(500);
      expect((await fetch(`${port.url}/`)).status).toBe(200);
      expect((await fetch(`${port.url}/`)).status).toBe(200);
    } finally {
      await port.stop();
    }
  });

  it('may run nothing but its own files, and be framed by Telegram alone', async () => {
    const { headers } = await api.get('/');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy.split('; ').sort()).toEqual([
      "base-uri 'none'",
      "connect-src 'self'",
      "default-src 'none'",
      "form-action 'self'",
      "frame-ancestors 'self' https://web.telegram.org https://*.telegram.org",
      "img-src 'self' data:",
      "require-trusted-types-for 'script'",
      "script-src 'self'",
      "style-src 'self'",
    ]);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('permissions-policy')).toContain('camera=()');
  });

  it('may be framed by other pages, where some are named', () => {
    const { 'content-security-policy': policy } = pageHeaders(['http://127.0.0.1:4711']);
    const framed = policy.split('; ').filter((each) => each.startsWith('frame-ancestors'));
    expect(framed).toEqual([
      "frame-ancestors 'self' https://web.telegram.org https://*.telegram.org http://127.0.0.1:4711",
    ]);
  });

  it('without a built client says how to get one', async () => {
    const answer = await bare.get('/');
    expect(answer.status).toBe(404);
    expect((await problemOf(answer)).detail).toContain('npm run build');
  });
});

describe('its files', () => {
  it('may be kept for ever', async () => {
    const { headers } = await api.get('/assets/main-AB12.js');
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(headers.get('vary')).toBe('Accept-Encoding');
  });

  it.each([
    ['br, gzip', 'brotli', 'br'],
    ['gzip, deflate, br', 'brotli', 'br'],
    ['gzip', 'gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip', 'gzip'],
    ['identity', 'plain', undefined],
    ['', 'plain', undefined],
  ])('are sent to whoever accepts "%s" as %s', async (accepts, text, encoding) => {
    expect(await sent('/assets/main-AB12.js', accepts)).toEqual({ text, encoding });
  });

  it.each([
    '/assets/other.js',
    '/assets/notes.txt',
    '/assets/main-AB12.js.br',
    '/assets/..%2findex.html',
    '/assets/%2e%2e%2f%2e%2e%2fpackage.json',
    '/assets/__proto__',
    '/assets/',
  ])('are those that were built: %s is not', async (path) => {
    const answer = await api.get(path);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('cache-control')).not.toContain('immutable');
  });
});
