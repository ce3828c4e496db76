// Headers that mean one thing and come twice.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpApi, startHttpApi } from '../http-api.ts';
import { sendRaw } from './raw-http.ts';

let port: HttpApi;
beforeAll(async () => {
  port = await startHttpApi();
});
afterAll(() => port.stop());

const count = async () => (await port.memory.journal.read('0-0', 100)).length;

describe('a header that comes twice', () => {
  const BODY = `Content-Type: application/json\r\nContent-Length: 2\r\n`;
  const ATTRIBUTES = ['specversion: 1.0', 'id: 1', 'source: /x', 'type: job.started', 'jobid: j1'];
  const send = (line: string, ...headers: string[]) =>
    sendRaw(
      port.server.port,
      `${line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers.join('\r\n')}\r\n\r\n{}`,
    );
  const attributes = ATTRIBUTES.map((each) => `ce-${each}`).join('\r\n');
  const bearer = 'Authorization: Bearer admin';

  it.each([
    ['ce-id: 2', 'ce-id'],
    ['CE-ID: 1', 'ce-id'],
    ['Ce-Source: /x', 'ce-source'],
    ['ce-jobid: j1', 'ce-jobid'],
    ['ce-specversion: 1.0', 'ce-specversion'],
    ['Content-Type: text/plain', 'content-type'],
    ['Authorization: Basic x', 'authorization'],
  ])('is refused and named: %s', async (again, name) => {
    const before = await count();
    const { status, body } = await send(
      'POST /api/v1/events',
      bearer,
      attributes,
      again,
      BODY.trim(),
    );
    expect(status).toBe(400);
    expect(JSON.parse(body)).toMatchObject({
      type: 'urn:jobwire:problem:input_invalid',
      detail: expect.stringContaining(
        `${name} comes more than once; expected it once, like ${name}: `,
      ),
    });
    expect(await count()).toBe(before);
  });

  it('is of no use to resume in two ways, or to repeat two requests', async () => {
    const resumed = await send('GET /events', bearer, 'Last-Event-ID: a', 'Last-Event-ID: b');
    expect(resumed.status).toBe(400);
    const key = 'Idempotency-Key';
    const path = 'POST /api/v1/approvals/x/decision';
    expect((await send(path, bearer, `${key}: a`, `${key}: b`, BODY.trim())).body).toContain(
      'idempotency-key comes more than once',
    );
  });

  it('is read when it is a list', async () => {
    const lines = [
      'X-Forwarded-For: 1.2.3.4',
      'X-Forwarded-For: 1.2.3.5',
      'Accept: */*',
      'Accept: x/y',
    ];
    expect((await send('GET /api/v1/jobs', bearer, ...lines)).status).toBe(200);
  });

  it('is read when it comes once', async () => {
    const { status } = await send('POST /api/v1/events', bearer, attributes, BODY.trim());
    expect(status).toBe(202);
  });
});
