// Bodies in a content coding, which nobody unpacks.
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpApi, problemOf, startHttpApi } from '../http-api.ts';

let port: HttpApi;
beforeAll(async () => {
  port = await startHttpApi();
});
afterAll(() => port.stop());

const EVENT = '{"event_type":"job.started","job_id":"j1","data":{}}';
const count = async () => (await port.memory.journal.read('0-0', 100)).length;

interface Sent {
  readonly body?: string | Buffer;
  readonly token?: string;
}

describe('a body', () => {
  const post = (path: string, coding: string, { body = EVENT, token = 'admin' }: Sent = {}) =>
    fetch(port.url + path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-encoding': coding,
      },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });

  it.each([
    ['gzip', gzipSync(EVENT)],
    ['GZIP', gzipSync(EVENT)],
    ['br', brotliCompressSync(EVENT)],
    ['deflate', deflateSync(EVENT)],
    ['identity, gzip', gzipSync(EVENT)],
    ['zstd', EVENT],
    ['x', EVENT],
  ])(
    'in the content coding %s is refused with what is accepted, on every route',
    async (coding, body) => {
      const before = await count();
      for (const path of [
        '/api/v1/events',
        '/api/v1/jobs/j1/events',
        '/api/v1/jobs/j1/logs',
        '/api/v1/approvals',
        '/api/v1/approvals/x/decision',
        '/api/v1/tokens',
        '/api/v1/session',
      ]) {
        const answer = await post(path, coding, { body });
        expect([path, answer.status]).toEqual([path, 415]);
        expect(answer.headers.get('accept-encoding')).toBe('identity');
        expect((await problemOf(answer)).detail).toContain('without Content-Encoding');
      }
      expect(await count()).toBe(before);
    },
  );

  it.each(['identity', 'Identity', ' ', 'identity, identity'])(
    'in none is read: %j',
    async (coding) => {
      expect((await post('/api/v1/events', coding)).status).toBe(202);
    },
  );

  it('is looked at only of those who may send one, where there is a route', async () => {
    expect((await post('/api/v1/events', 'gzip', { token: 'wrong' })).status).toBe(401);
    expect((await post('/api/v1/events', 'gzip', { token: 'scraper' })).status).toBe(403);
    expect((await post('/nothing', 'gzip')).status).toBe(404);
  });

  it('that is not there has no coding', async () => {
    const headers = { 'content-encoding': 'gzip' };
    expect((await port.get('/api/v1/jobs', 'admin', headers)).status).toBe(200);
  });
});
