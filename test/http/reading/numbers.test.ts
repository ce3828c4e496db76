// Numbers that JavaScript can't hold keep every digit, from each way in over HTTP to each way out.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dialectNamed } from '../../../src/dialects/all-dialects.ts';
import { itemsOf } from '../../../src/http/request/json-items.ts';
import { type HttpApi, startHttpApi } from '../http-api.ts';

let port: HttpApi;

beforeEach(async () => {
  port = await startHttpApi({
    encode: dialectNamed('televibe').encode,
    encodePipeline: dialectNamed('pipeline').encode,
    encodeJobs: dialectNamed('jobs').encode,
  });
});
afterEach(() => port.stop());

const NUMBERS = [
  ...['738529527931269425', '-9007199254740993', '12345678901234567890123', '1E400', '-1e400'],
  ...['123456789012345678e5', '9007199254740993.0'],
];

interface WayIn {
  readonly name: string;
  readonly path?: string;
  readonly type?: string;
  readonly headers?: Record<string, string>;
  readonly body: (number: string) => string;
}

const EVENTS = '/api/v1/events';
const JOB = '/api/v1/jobs/j1/events';
const CE = '"specversion":"1.0","source":"/s","type":"x.y","jobid":"j1"';
const televibe = (id: string, number: string) =>
  `{"event_id":"${id}","event_type":"x.y","job_id":"j1","data":{"id":${number}}}`;

const WAYS_IN: readonly WayIn[] = [
  { name: 'one event', body: (n) => televibe('a', n) },
  { name: 'a list', body: (n) => `[ ${televibe('b', '1')} ,\n${televibe('a', n)}]` },
  { name: 'a CloudEvent', body: (n) => `{${CE},"id":"a","data":{"id":${n}}}` },
  {
    name: 'a batch of CloudEvents',
    type: 'application/cloudevents-batch+json',
    body: (n) => `[{${CE},"id":"a","data":{"id":${n}}},{${CE},"id":"b"}]`,
  },
  {
    name: 'a CloudEvent in headers',
    headers: {
      ...{ 'ce-specversion': '1.0', 'ce-id': 'a', 'ce-source': '/s', 'ce-type': 'x.y' },
      'ce-jobid': 'j1',
    },
    body: (n) => `{"id":${n}}`,
  },
  { name: 'an event of a job', path: JOB, body: (n) => `{"type":"x_y","payload":{"id":${n}}}` },
  {
    name: 'a list of a job',
    path: JOB,
    body: (n) => `[{"type":"x_y"},{"type":"x_z","payload":{"id":${n}}}]`,
  },
];

describe.each(WAYS_IN)('as $name', ({ path = EVENTS, body, type, headers }) => {
  it.each(NUMBERS)('%s keeps its digits', async (number) => {
    const response = await port.send('POST', path, {
      token: 'publisher',
      body: body(number),
      ...(type === undefined ? {} : { type }),
      ...(headers === undefined ? {} : { headers }),
    });
    expect(response.status).toBe(202);
    for (const way of [EVENTS, JOB]) {
      expect(await (await port.get(way, 'admin')).text()).toContain(`"${number}"`);
    }
    for (const way of ['/events?since=0', `${JOB}/stream`]) {
      const stream = await port.open(way);
      await stream.until(({ text }) => text.includes(`"${number}"`));
    }
    const [entry] = (await port.memory.journal.read('0-0', 10)).filter(
      ({ event }) => event.data.id === number,
    );
    for (const name of ['jobs', 'delivery', 'build', 'cloudevents']) {
      const written = JSON.stringify(entry && dialectNamed(name).encode(entry.event));
      expect(written).toContain(`"${number}"`);
    }
  });
});

it.each<[string, readonly string[]]>([
  ['[]', []],
  [' [ ] ', []],
  ['[1]', ['1']],
  ['[ 1.0 , -0\n,1E400]', ['1.0', '-0', '1E400']],
  ['[[1,[2]],{"a":[1,{"b":2}]}]', ['[1,[2]]', '{"a":[1,{"b":2}]}']],
  ['["a,]\\"[{\\\\",{"k,\\"]":"}"}]', ['"a,]\\"[{\\\\"', '{"k,\\"]":"}"}']],
  ['[[],{}]', ['[]', '{}']],
])('cuts the list %j', (text, items) => {
  expect(itemsOf(text)).toEqual(items);
  expect(items.map((item) => JSON.parse(item))).toEqual(JSON.parse(text));
});
