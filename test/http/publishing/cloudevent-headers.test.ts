// CloudEvents whose attributes are headers and whose data is the body: the binary mode of their HTTP binding.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CanonicalEvent } from '../../../src/event/canonical-event.ts';
import { type HttpApi, problemOf, startHttpApi } from '../http-api.ts';

let port: HttpApi;

beforeEach(async () => {
  port = await startHttpApi();
});
afterEach(() => port.stop());

const REQUIRED = {
  'ce-specversion': '1.0',
  'ce-id': 'c-1',
  'ce-source': '/ci',
  'ce-type': 'com.example.build.completed',
};

interface Sent {
  readonly headers?: Record<string, string>;
  readonly type?: string;
  readonly body?: string | Buffer;
}

const post = ({ headers = REQUIRED, type, body }: Sent) =>
  fetch(`${port.url}/api/v1/events`, {
    method: 'POST',
    headers: {
      authorization: 'Bearer publisher',
      ...(type === undefined ? {} : { 'content-type': type }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  });

async function publishedBy(sent: Sent): Promise<CanonicalEvent | undefined> {
  const response = await post(sent);
  expect([response.status, await response.json()]).toEqual([202, { ids: ['c-1'] }]);
  const entries = await port.memory.journal.read('0-0', 10);
  return entries[0]?.event;
}

async function refusalOf(sent: Sent): Promise<[number, string]> {
  const response = await post(sent);
  const { detail } = await problemOf(response);
  expect(await port.memory.journal.read('0-0', 10)).toEqual([]);
  return [response.status, detail];
}

const JSON_TYPE = 'application/json';

describe('a CloudEvent in headers', () => {
  it('is the event that its structured form would be', async () => {
    const headers = {
      ...REQUIRED,
      'ce-time': '2026-11-28T09:00:01.25Z',
      'CE-ProjectId': 'a',
      'ce-jobid': 'j1',
      'ce-subject': 'main.ts',
      'ce-tenant': 'acme',
    };
    const type = 'application/json; charset=utf-8';
    expect(await publishedBy({ headers, type, body: '{"stage":"test"}' })).toMatchObject({
      id: 'c-1',
      type: 'com.example.build.completed',
      time: '2026-11-28T09:00:01.250Z',
      source: { component: '/ci' },
      projectId: 'a',
      jobId: 'j1',
      data: { stage: 'test' },
      extensions: { subject: 'main.ts', tenant: 'acme', datacontenttype: type },
      dialect: 'cloudevents',
    });
  });

  it.each<readonly [string, string | undefined, string | Buffer | undefined, object]>([
    ['an object', JSON_TYPE, '{"n":738529527931269425}', { n: '738529527931269425' }],
    ['a list', 'application/vnd.acme+json', '[1,2]', { data: [1, 2] }],
    ['a number', 'text/json', ' 5 ', { data: 5 }],
    ['a null', JSON_TYPE, 'null', { data: null }],
    ['no data', undefined, undefined, {}],
    ['no data of a type', JSON_TYPE, '', {}],
    ['a text', 'text/plain', 'done "x" €', { data: 'done "x" €' }],
    ['a text of a charset', 'text/plain; charset="UTF-8"', 'ü', { data: 'ü' }],
    ['XML', 'application/xml', '<a/>', { data: '<a/>' }],
    ['another charset', 'text/plain;charset=latin1', Buffer.from([0xfc]), { data_base64: '/A==' }],
    ['a text that is none', 'text/plain', Buffer.from([0xff, 0xfe]), { data_base64: '//4=' }],
    ['bytes', 'application/octet-stream', Buffer.from([0, 1, 2]), { data_base64: 'AAEC' }],
    ['JSON without a type', undefined, Buffer.from('{"a":1}'), { a: 1 }],
    ['bytes without a type', undefined, Buffer.from([0xff]), { data_base64: '/w==' }],
    ['hostile fields', JSON_TYPE, '{"__proto__":{"x":1},"constructor":2}', {}],
  ])('carries %s', async (...[, type, body, data]) => {
    const event = await publishedBy({
      ...(type === undefined ? {} : { type }),
      ...(body === undefined ? {} : { body }),
    });
    expect(event?.data).toMatchObject(data);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it.each([
    ['Euro%20%E2%82%AC%20%F0%9F%98%80', 'Euro € 😀'],
    ['Euro%20%e2%82%ac', 'Euro €'],
    ['%41%42', 'AB'],
    ['100%25', '100%'],
    ['%2525', '%25'],
    ['100% sure', '100% sure'],
    ['"a \\"quoted\\" b"', 'a "quoted" b'],
    ['"%22"', '"'],
    [Buffer.from('€').toString('latin1'), '€'],
    ['Größe, 50 % ß', 'Größe, 50 % ß'],
    ['Größe %E2%82%AC', 'Größe €'],
  ])('has the header value %j for %j', async (written, meant) => {
    const event = await publishedBy({ headers: { ...REQUIRED, 'ce-subject': written } });
    expect(event?.extensions).toMatchObject({ subject: meant });
  });

  it.each<[string, Sent, number, string]>([
    ['%C0%A0', { headers: { ...REQUIRED, 'ce-subject': '%C0%A0' } }, 400, 'percent-encoded UTF-8'],
    ['half a character', { headers: { ...REQUIRED, 'ce-x': '%E2%82' } }, 400, 'ce-x must be text'],
    ['broken JSON', { type: JSON_TYPE, body: '{"a":' }, 400, 'the body is not JSON'],
    ['JSON in no UTF-8', { type: JSON_TYPE, body: Buffer.from([34, 255, 34]) }, 400, 'not JSON'],
    [
      'a type twice',
      { headers: { ...REQUIRED, 'ce-datacontenttype': 'a/b' } },
      ...([400, 'expected Content-Type instead'] as const),
    ],
    [
      'data as header',
      { headers: { ...REQUIRED, 'ce-data': 'x' } },
      400,
      'expected the body instead',
    ],
    ['no version', { headers: { ...REQUIRED, 'ce-specversion': '' } }, 422, 'specversion must be'],
    ['another version', { headers: { ...REQUIRED, 'ce-specversion': '0.3' } }, 422, '"1.0"'],
    [
      'a type alone',
      { headers: { 'ce-type': 'x.y' }, body: '{}' },
      422,
      'specversion must be "1.0"',
    ],
    [
      'an odd name',
      { headers: { ...REQUIRED, 'ce-a-b': 'x' } },
      422,
      'lower-case letters and digits',
    ],
    ['an odd source', { headers: { ...REQUIRED, 'ce-source': 'a%20b' } }, 422, 'source must be'],
    [
      'more than 1 MiB',
      { type: 'application/octet-stream', body: Buffer.alloc(1_000_000) },
      ...([413, '1 MiB'] as const),
    ],
  ])('is refused for %s', async (...[, sent, status, expected]) => {
    const [found, detail] = await refusalOf(sent);
    expect([found, detail]).toEqual([status, expect.stringContaining(expected)]);
  });

  it.each(['application/cloudevents+avro', 'application/cloudevents-batch+xml', 'text/plain'])(
    'is no event in the format %s, whose name says another mode or none',
    async (type) => {
      const headers = type === 'text/plain' ? {} : REQUIRED;
      expect(await refusalOf({ headers, type, body: 'x' })).toEqual([
        415,
        expect.stringContaining('application/cloudevents+json'),
      ]);
    },
  );

  it('is not looked for where the body holds it all', async () => {
    const body = JSON.stringify({ specversion: '1.0', id: 'c-1', source: '/body', type: 'x.y' });
    const type = 'application/cloudevents+json';
    const event = await publishedBy({ headers: { ...REQUIRED, 'ce-id': 'other' }, type, body });
    expect(event?.source.component).toBe('/body');
  });

  it('is one event, however often it is sent', async () => {
    for (let round = 0; round < 3; round += 1) await publishedBy({ type: JSON_TYPE, body: '{}' });
    expect(await port.memory.journal.read('0-0', 10)).toHaveLength(1);
  });
});
