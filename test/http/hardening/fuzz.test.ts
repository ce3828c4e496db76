// Made-up requests, over a raw connection and as a proper client sends them: each is answered within bounded time, never
// by an error of ours, refusals are all alike, and nothing that was sent becomes a header or markup.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aJob } from '../../helpers/memory-job-board.ts';
import { type HttpApi, startHttpApi } from '../http-api.ts';
import { sendRaw } from './raw-http.ts';

const RUNS = Number(process.env.FUZZ_RUNS) || 60;
/** Sent at once, because most of the time nobody computes. */
const AT_ONCE = 8;

let port: HttpApi;
beforeAll(async () => {
  port = await startHttpApi({ headMs: 500, requestMs: 500 });
  port.board.put(aJob({ id: 'j1' }));
  port.health.report('redis', true);
});
afterAll(() => port.stop());

const EVIL = '<script>evil()</script>';
const ids = fc.oneof(
  fc.constantFrom(
    'j1',
    '',
    '.',
    '..',
    '..%2f..%2f',
    '%00',
    '%2e%2e',
    '%',
    '%ff',
    'a%0d%0aX-Evil: 1',
  ),
  fc.constantFrom('__proto__', 'constructor', encodeURIComponent(EVIL), '*', '🔧', 'a'.repeat(600)),
  fc
    .string({ unit: 'binary', maxLength: 30 })
    .map((text) => encodeURIComponent(Buffer.from(text).toString())),
);
/** Streams are asked for by tokens that may not read, because they would stay open. */
const paths = fc.oneof(
  fc.constantFrom(
    '/api/v1/events',
    '/api/v1/jobs',
    '/api/v1/approvals',
    '/api/v1/tokens',
    '/metrics',
  ),
  fc.constantFrom('/', '/healthz', '/readyz', '/api/v1/health', '/api/v1/standing', '/nowhere'),
  ids.map((id) => `/api/v1/jobs/${id}`),
  ids.map((id) => `/api/v1/jobs/${id}/logs`),
  ids.map((id) => `/api/v1/jobs/${id}/events`),
  ids.map((id) => `/api/v1/approvals/${id}`),
  ids.map((id) => `/api/v1/approvals/${id}/decision`),
  ids.map((id) => `/api/v1/standing/${id}`),
);
const query = fc.dictionary(
  fc.oneof(
    fc.constantFrom('limit', 'since', 'until', 'types', 'cursor', 'order', 'project_id', 'lines'),
    fc.constantFrom('last_event_id', '__proto__', 'ticket', 'wait', EVIL),
  ),
  fc.oneof(
    fc.constantFrom('0', '-1', '1e400', 'NaN', '9'.repeat(400), EVIL, '*', 'job.*', '\0'),
    fc.string({ unit: 'binary', maxLength: 40 }),
  ),
  { maxKeys: 3 },
);
const queryText = query.map((fields) => {
  const pairs = Object.entries(fields).map(([key, value]) =>
    [key, value].map((text) => encodeURIComponent(Buffer.from(text).toString())).join('='),
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
});
const methods = fc.constantFrom(
  'GET',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'HEAD',
  'OPTIONS',
  'get',
  'PROPFIND',
);

const nested = fc
  .tuple(fc.integer({ min: 1, max: 100_000 }), fc.constantFrom(['[', ']', ''], ['{"a":', '}', '1']))
  .map(
    ([depth, [start = '', end = '', core = '']]) => start.repeat(depth) + core + end.repeat(depth),
  );
const bodies = fc.oneof(
  fc.json({ maxDepth: 4 }),
  nested,
  nested.map((text) => `{"action":"x","context":{"x":${text}}}`),
  nested.map((text) => `{"event_type":"job.started","job_id":"j1","data":{"x":${text}}}`),
  fc.constantFrom(
    ...['', '[]', '{}', 'null', '{', '"\\ud800"', '\ufeff{}', '[1e400]', '{"a":1,"a":2}'],
    ...['{"__proto__":{"x":1}}', '{"constructor":{"prototype":{"x":1}}}'],
    ...['{"event_type":"job.started","job_id":"\\u0000"}', '{"event_type":"\\ud83d","data":{}}'],
    ...[`{"event_type":"${EVIL}","job_id":"j1"}`, '{"lines":["a"],"lines":[7]}'],
    ...['{"decision":"approve","version":1e308}', '{"name":"x","scopes":["read"],"projects":[""]}'],
  ),
  fc.string({ unit: 'binary', maxLength: 200 }),
);
const headers = fc.array(
  fc.constantFrom(
    ...['Authorization: Bearer admin', 'Authorization: Basic eDp5', 'Authorization: bearer  x y'],
    ...['Authorization: Bearer publisher', 'Cookie: jobwire=x; jobwire=y', 'Cookie: ; =;;"'],
    ...['Content-Type: application/json', 'Content-Type: text/plain', 'Content-Type: ;;;'],
    ...['Content-Type: application/json; charset=utf-16', 'Content-Encoding: gzip'],
    ...['Accept: text/html', 'Range: bytes=0-1', 'If-None-Match: *', 'Last-Event-ID: \xff'],
    ...[
      'Origin: null',
      'Origin: http://evil.example',
      'X-Forwarded-For: "><',
      'Expect: 100-continue',
    ],
    ...['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Key: x', 'Idempotency-Key: '],
    ...['ce-specversion: 1.0', 'ce-id: %00', 'Transfer-Encoding: chunked', 'Content-Length: 3'],
    ...[`X-Evil: ${EVIL}`, 'Host: evil.example', 'X: \0', ': x', 'no colon', ' folded'],
  ),
  { maxLength: 6 },
);

interface Answered {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** What the kit serves as every page of the dashboard. */
const SHELL = '<!doctype html>';

function expectSound({ status, head, body }: Answered, what: string): void {
  expect(status, what).toBeLessThan(500);
  expect(head.toLowerCase(), what).not.toMatch(/^x-evil:/m);
  const isJson = /content-type: application\/(problem\+)?json/i.test(head);
  // Pages of the dashboard are one and the same, whatever was asked.
  if (!isJson && body !== SHELL) expect(body, what).not.toContain('<');
  if (status < 400 || body === '') return;
  expect(head, what).toMatch(/content-type: application\/problem\+json/i);
  expect(JSON.parse(Buffer.from(body, 'latin1').toString()), what).toMatchObject({ status });
}

const rawRequest = fc
  .record({ method: methods, path: paths, query: queryText, headers, body: bodies })
  .map(({ method, path, query: asked, headers: lines, body }) => {
    const head = [`${method} ${path}${asked} HTTP/1.1`, 'Host: localhost', ...lines];
    return `${head.join('\r\n')}\r\nConnection: close\r\n\r\n${body}`;
  });

it('whatever bytes come, the connection ends soon, and with a proper answer', async () => {
  const requests = fc.array(rawRequest, { minLength: AT_ONCE, maxLength: AT_ONCE });
  const property = fc.asyncProperty(requests, async (all) => {
    await Promise.all(
      all.map(async (bytes) => expectSound(await sendRaw(port.server.port, bytes), bytes)),
    );
  });
  await fc.assert(property, { numRuns: RUNS });
});

it('whatever a proper client sends, it gets a proper answer', async () => {
  const proper = fc.constantFrom('GET', 'POST', 'DELETE', 'PUT', 'OPTIONS');
  const tokens = fc.constantFrom('admin', 'reader', 'publisher', 'publisher-of-a', 'decider', 'x');
  const one = fc.record({
    method: proper,
    path: paths,
    query: queryText,
    token: tokens,
    body: bodies,
  });
  const requests = fc.array(one, { minLength: AT_ONCE, maxLength: AT_ONCE });
  const property = fc.asyncProperty(requests, async (all) => {
    await Promise.all(
      all.map(async ({ method, path, query: asked, token, body }) => {
        // Not by the kit: what is no request of any route is in no document.
        const response = await fetch(port.url + path.replace(/ /g, '%20') + asked, {
          method,
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          ...(method === 'GET' ? {} : { body }),
        });
        const head = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
        const answered = { status: response.status, head, body: await response.text() };
        expectSound(
          { ...answered, body: Buffer.from(answered.body).toString('latin1') },
          `${method} ${path}${asked} ${body.slice(0, 200)}`,
        );
      }),
    );
  });
  await fc.assert(property, { numRuns: RUNS });
});
