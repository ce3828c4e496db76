// Requests that no ordinary client sends: what RFC 9112 leaves to servers, and what attackers make of it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpApi, startHttpApi } from '../http-api.ts';
import { sendRaw } from './raw-http.ts';

let port: HttpApi;
beforeAll(async () => {
  port = await startHttpApi({ headMs: 1_000, requestMs: 1_000 });
});
afterAll(() => port.stop());

const HOST = 'Host: localhost\r\n';
const OURS = `${HOST}Authorization: Bearer admin\r\n`;
const LAST = 'Connection: close\r\n';
const JSON_BODY = 'Content-Type: application/json\r\n';
const EVENT = '{"event_type":"job.started","job_id":"j1","data":{}}';
const PUBLISH = 'POST /api/v1/events HTTP/1.1\r\n';

const send = (...pieces: string[]) => sendRaw(port.server.port, ...pieces);
const chunked = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n0\r\n`;

interface Row {
  readonly name: string;
  readonly bytes: string;
  readonly status: number;
}

/** A second request hides behind the first for whoever measures bodies in another way. */
const HIDDEN = `GET /healthz HTTP/1.1\r\n${OURS}${LAST}\r\n`;

const SMUGGLED: readonly Row[] = [
  ['length and chunks', 'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
  ['chunks and length', 'Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n'],
  ['two lengths', 'Content-Length: 4\r\nContent-Length: 5\r\n\r\n1234'],
  ['two equal lengths', 'Content-Length: 4\r\nContent-Length: 4\r\n\r\n1234'],
  ['two lengths in one', 'Content-Length: 4, 5\r\n\r\n1234'],
  ['a signed length', 'Content-Length: +4\r\n\r\n1234'],
  ['a hexadecimal length', 'Content-Length: 0x4\r\n\r\n1234'],
  ['a blank before the colon', 'Content-Length : 4\r\n\r\n1234'],
  ['chunks that are not last', 'Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n'],
  ['an unknown encoding', 'Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n'],
  ['two encodings', 'Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n'],
  ['a folded encoding', 'Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n'],
  ['a size that is no number', 'Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n0\r\n\r\n'],
  ['a size with a sign', 'Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n0\r\n\r\n'],
  ['lines that end with LF alone', 'Transfer-Encoding: chunked\n\n0\n\n'],
  ['a length in two words', 'Content-Length: 4,4\r\n\r\n1234'],
  ['a length with an exponent', 'Content-Length: 1e1\r\n\r\n1234567890'],
  ['a length that is none', 'Content-Length:\r\n\r\n'],
  ['a negative length', 'Content-Length: -1\r\n\r\n'],
  ['a length beyond all numbers', 'Content-Length: 99999999999999999999\r\n\r\n'],
  ['a length and no encoding', 'Transfer-Encoding: identity\r\nContent-Length: 2\r\n\r\n[]'],
  [
    'another encoding before chunks',
    'Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n',
  ],
  ['nothing before chunks', 'Transfer-Encoding: , chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n'],
  ['nothing after chunks', 'Transfer-Encoding: chunked,\r\n\r\n2\r\n[]\r\n0\r\n\r\n'],
  ['chunks in quotes', 'Transfer-Encoding: "chunked"\r\n\r\n2\r\n[]\r\n0\r\n\r\n'],
  ['chunks after a tab', 'Transfer-Encoding: \x0bchunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n'],
  ['a size beyond all numbers', 'Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n\r\n'],
  ['a chunk longer than its size', 'Transfer-Encoding: chunked\r\n\r\n2\r\n[]x\r\n0\r\n\r\n'],
  ['a blank after a size', 'Transfer-Encoding: chunked\r\n\r\n2 \r\n[]\r\n0\r\n\r\n'],
].map(([name = '', rest = '']) => ({
  name,
  bytes: `${PUBLISH}${OURS}${JSON_BODY}${rest}${HIDDEN}`,
  status: 400,
}));

describe('a body whose length is unclear', () => {
  it.each(SMUGGLED)('ends the connection: $name', async ({ bytes }) => {
    const { text, head } = await send(bytes);
    expect(head).toMatch(/^HTTP\/1\.1 400 /);
    expect(head.toLowerCase()).toContain('content-type: application/problem+json');
    expect(text.match(/HTTP\/1\.1 \d/g), 'answers').toHaveLength(1);
    expect(text).not.toContain('alive');
  });
});

const GET = 'GET /healthz HTTP/1.1';
const KEPT = 'Connection: keep-alive\r\n';

/** Heads about which a proxy in front may think otherwise. */
const UNCLEAR: readonly (readonly [name: string, head: string])[] = [
  ['no host', `${GET}\r\n`],
  ['two hosts', `${GET}\r\n${HOST}Host: evil.example\r\n`],
  ['the same host twice', `${GET}\r\n${HOST}${HOST}`],
  ['two hosts in HTTP/1.0', `GET /healthz HTTP/1.0\r\n${KEPT}${HOST}Host: b\r\n`],
  ...[
    ...['', 'a,b', 'a b', 'a@b', 'a/b', 'a?b', 'http://a', 'a:b', 'a:99999', 'a:1:2', ':80'],
    ...['[::1', '::1', '[a]b', '"a"', 'a\\b', 'a%2eb', 'caf\xe9', '<a>'],
  ].map((host) => [`the host ${host}`, `${GET}\r\nHost: ${host}\r\n`] as const),
  ['another host in the target', `GET http://evil.example/ HTTP/1.1\r\n${HOST}`],
  ['a login in the target', `GET http://a:b@localhost/healthz HTTP/1.1\r\n${HOST}`],
  ['no host in the target', `GET http:///healthz HTTP/1.1\r\n${HOST}`],
  ['a target of another scheme', `GET ftp://localhost/healthz HTTP/1.1\r\n${HOST}`],
  ['a target that is no path', `GET * HTTP/1.1\r\n${HOST}`],
  ['a target that is a host', `GET localhost:80 HTTP/1.1\r\n${HOST}`],
  ['two hosts and a path that is none', `GET /%zz HTTP/1.1\r\n${HOST}Host: b\r\n`],
  ['two hosts and an unknown path', `GET /nowhere HTTP/1.1\r\n${HOST}Host: b\r\n`],
  [
    'two hosts and an upgrade',
    `${GET}\r\n${HOST}Host: b\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n`,
  ],
  ['a version that is not here', `GET /healthz HTTP/1.2\r\n${HOST}`],
  ['HTTP/2.0 in words', `GET /healthz HTTP/2.0\r\n${KEPT}${HOST}`],
  ['HTTP/0.9 in words', `GET /healthz HTTP/0.9\r\n${KEPT}${HOST}`],
  ['no version', `GET /healthz\r\n${KEPT}${HOST}`],
  [
    'chunks in HTTP/1.0',
    `POST /api/v1/events HTTP/1.0\r\n${KEPT}${OURS}${JSON_BODY}Transfer-Encoding: chunked\r\n`,
  ],
  ['a line that ends with LF', `${GET}\r\nHost: localhost\n`],
  ['a header without a name', `${GET}\r\n${HOST}: x\r\n`],
  ['a blank in a name', `${GET}\r\n${HOST}X y: 1\r\n`],
  ['a folded first line', `${GET}\r\n X: 1\r\n${HOST}`],
];

describe('a head that is unclear', () => {
  it.each(UNCLEAR)('ends the connection, and nothing behind it counts: %s', async (_, head) => {
    const length = `Content-Length: ${EVENT.length}\r\n`;
    const behind = `${PUBLISH}${OURS}${JSON_BODY}${length}\r\n${EVENT}`;
    const answer = await sendRaw(port.server.port, Buffer.from(`${head}\r\n${behind}`, 'latin1'));
    expect(answer.status, answer.text.slice(0, 500)).toBe(400);
    expect(answer.head.toLowerCase()).toMatch(/content-type: application\/problem\+json/);
    expect(answer.head.toLowerCase()).toContain('connection: close');
    expect(JSON.parse(answer.body)).toMatchObject({ detail: expect.stringContaining('expected') });
    expect(answer.text.match(/HTTP\/1\.1 \d/g), 'answers').toHaveLength(1);
    expect(await port.memory.journal.read('0-0', 10)).toEqual([]);
  });

  it.each([
    'localhost',
    'LOCALHOST:8080',
    'localhost:',
    '127.0.0.1:80',
    '[::1]:8080',
    'a_b.localhost',
  ])('is not one with the host %s', async (host) => {
    const answer = await send(`${GET}\r\nHost: ${host}\r\n${LAST}\r\n`);
    expect(answer.status).toBe(200);
  });
});

const REFUSED: readonly Row[] = [
  {
    name: 'an unknown expectation',
    bytes: `${PUBLISH}${OURS}${JSON_BODY}Expect: 200-maybe\r\nContent-Length: 2\r\n\r\n[]`,
    status: 417,
  },
  { name: 'HTTP/2 without asking', bytes: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', status: 400 },
  { name: 'no method', bytes: ` /healthz HTTP/1.1\r\n${HOST}\r\n`, status: 400 },
  { name: 'another protocol', bytes: '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', status: 400 },
  {
    name: 'TRACE',
    bytes: `TRACE /healthz HTTP/1.1\r\n${OURS}X-Evil: 1\r\n${LAST}\r\n`,
    status: 405,
  },
  { name: 'OPTIONS *', bytes: `OPTIONS * HTTP/1.1\r\n${OURS}${LAST}\r\n`, status: 404 },
  {
    name: 'NUL in a header',
    bytes: `GET /healthz HTTP/1.1\r\n${OURS}X: a\0b\r\n\r\n`,
    status: 400,
  },
  {
    name: 'a folded header',
    bytes: `GET /healthz HTTP/1.1\r\n${OURS}X: 1\r\n  2\r\n\r\n`,
    status: 400,
  },
  { name: 'CR alone', bytes: `GET /healthz HTTP/1.1\r\n${OURS}X: 1\r2: 3\r\n\r\n`, status: 400 },
  {
    name: 'too many headers',
    bytes: `GET /healthz HTTP/1.1\r\n${OURS}${'X-A: b\r\n'.repeat(6_000)}${LAST}\r\n`,
    status: 431,
  },
  {
    name: 'a cookie with control characters',
    bytes: `GET /api/v1/jobs HTTP/1.1\r\n${OURS}Cookie: jobwire=\x01\r\n\r\n`,
    status: 400,
  },
  ...(
    [
      ['/api/v1/jobs/..%2f..%2f..%2fetc%2fpasswd/logs', 404],
      ['/api/v1/jobs/..%5c..%5cwindows/logs', 404],
      ['/api/v1/jobs/a%00b', 404],
      ['/api/v1/jobs/%0d%0aX-Evil:%201', 404],
      ['/api/v1/jobs/%ff%fe', 400],
      ['/api/v1/jobs/%zz', 400],
      ['/api/v1/jobs/%', 400],
      [`/api/v1/jobs/${'a'.repeat(5_000)}`, 414],
      [`/api/v1/jobs/${'%F0%9F%94%A7'.repeat(600)}`, 414],
      ['/api/v1/../../healthz', 404],
      ['/api/v1/%2e%2e/%2e%2e/healthz', 404],
      ['//healthz', 404],
      ['/healthz/', 404],
      ['/healthz;x=1', 404],
      ['/HEALTHZ', 404],
      ['/api\\v1\\jobs', 404],
      ['/api/v1/jobs?project_id=a&project_id=b', 400],
      ['/api/v1/events?since=1e400', 400],
      [`/api/v1/events?types=${'a.'.repeat(4_000)}`, 400],
    ] as const
  ).map(([path, status]) => ({
    name: path.slice(0, 60),
    bytes: `GET ${path} HTTP/1.1\r\n${OURS}${LAST}\r\n`,
    status,
  })),
];

describe('an odd request', () => {
  it.each(REFUSED)('is refused as all others are: $name', async ({ bytes, status }) => {
    const answer = await send(bytes);
    expect(answer.status, answer.text.slice(0, 500)).toBe(status);
    expect(answer.head.toLowerCase()).toContain('content-type: application/problem+json');
    expect(JSON.parse(answer.body)).toMatchObject({ status, type: expect.any(String) });
    expect(answer.text).not.toMatch(/^x-evil:/im);
  });

  it('CONNECT is not answered at all', async () => {
    const { text } = await send(
      'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n',
    );
    expect(text).toBe('');
  });
});

describe('what is unusual and allowed', () => {
  it.each([
    ['HTTP/1.0 without a host', 'GET /healthz HTTP/1.0\r\n\r\n'],
    ['an absolute target', `GET http://localhost/healthz HTTP/1.1\r\n${HOST}${LAST}\r\n`],
    ['a body of a GET', `GET /healthz HTTP/1.1\r\n${HOST}${LAST}Content-Length: 3\r\n\r\nabc`],
    [
      'asking for HTTP/2',
      `GET /healthz HTTP/1.1\r\n${HOST}Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n`,
    ],
  ])('is answered: %s', async (_, bytes) => {
    expect(await send(bytes)).toMatchObject({ status: 200, body: '{"status":"alive"}' });
  });

  it('an HTTP/1.0 client without keep-alive gets the end with the answer', async () => {
    const { status, head } = await send('GET /events HTTP/1.0\r\n\r\n');
    expect([status, head.includes('Transfer-Encoding')]).toEqual([401, false]);
  });

  it('several requests at once are answered in their order', async () => {
    const ask = (path: string, last = '') => `GET ${path} HTTP/1.1\r\n${OURS}${last}\r\n`;
    const { text } = await send(
      `${ask('/healthz')}${ask('/api/v1/jobs')}${ask('/nowhere')}${ask('/livez', LAST)}`,
    );
    expect(text.match(/HTTP\/1\.1 \d{3} /g)?.map((line) => Number(line.slice(9)))).toEqual([
      200, 200, 404, 200,
    ]);
    expect(text.indexOf('"jobs"')).toBeGreaterThan(text.indexOf('alive'));
  });

  it('nonsense after a request is not answered before it, nor into its stream', async () => {
    const nonsense = '{"not":"http"}\r\n\r\n';
    const one = await send(`GET /api/v1/jobs HTTP/1.1\r\n${OURS}\r\n${nonsense}`);
    expect(one.text).not.toMatch(/^HTTP\/1\.1 400/);
    const stream = await send(`GET /events HTTP/1.1\r\n${OURS}\r\n`, nonsense);
    expect(stream.text).not.toContain('400 Bad Request');
    const later = await send(`GET /healthz HTTP/1.1\r\n${OURS}${LAST}\r\n`, nonsense);
    expect(later.text.match(/HTTP\/1\.1 \d/g) ?? []).toHaveLength(1);
  });

  it('trailers say nothing: no credentials, no type', async () => {
    const head = `${HOST}${JSON_BODY}${LAST}Transfer-Encoding: chunked\r\nTrailer: Authorization\r\n`;
    const trailers = 'Authorization: Bearer admin\r\n\r\n';
    const { status } = await send(`${PUBLISH}${head}\r\n${chunked(EVENT)}${trailers}`);
    expect(status).toBe(401);
    const ours = `${OURS}${JSON_BODY}${LAST}Transfer-Encoding: chunked\r\n\r\n`;
    expect((await send(`${PUBLISH}${ours}${chunked(EVENT)}X-A: 1\r\n\r\n`)).status).toBe(202);
  });

  it('100-continue is said before the body is read', async () => {
    const head = `${OURS}${JSON_BODY}${LAST}Expect: 100-continue\r\nContent-Length: ${EVENT.length}\r\n`;
    const { text, status } = await send(`${PUBLISH}${head}\r\n`, EVENT);
    expect(text).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\n/);
    expect(status).toBe(202);
  });
});
