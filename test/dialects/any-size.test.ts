// Messages at the limits and beyond: none breaks the decoder, takes long, or changes another.
import { describe, expect, it } from 'vitest';
import { ALL_DIALECTS } from '../../src/dialects/all-dialects.ts';
import type { Dialect } from '../../src/dialects/dialect.ts';
import type { JsonObject } from '../../src/event/canonical-event.ts';
import { itemsOf } from '../../src/http/request/json-items.ts';
import { decodeAll } from '../../src/intake/decode-all.ts';
import { decodeWith } from '../helpers/decoded.ts';

const MIB = 1_048_576;
const ABOUT = { jobId: 'j1' };

/** A message of each dialect with this JSON text as its payload. */
const WITH: Readonly<Record<string, (data: string) => string>> = {
  televibe: (data) => `{"event_type":"x.y","data":${data}}`,
  jobs: (data) => `{"type":"x.y","payload":{"id":"j1","data":${data}}}`,
  delivery: (data) => `{"type":"x.y","data":${data}}`,
  pipeline: (data) => `{"type":"x_y","payload":${data}}`,
  build: (data) => `{"type":"x.y","data":${data}}`,
  cloudevents: (data) => `{"specversion":"1.0","id":"e","source":"/s","type":"x.y","data":${data}}`,
};

function messageOf({ name }: Dialect, data: string): string {
  const write = WITH[name];
  if (write === undefined)
    throw new Error(`WITH in this file has no message of the dialect ${name}`);
  return write(data);
}

/** Of a message with this payload: the text of its refusal, or the event as JSON. */
function outcome(dialect: Dialect, data: string, text = messageOf(dialect, data)): string {
  const place = { dialect: dialect.name, source: 'x', arrivedAt: 1, about: ABOUT };
  const neighbour = messageOf(dialect, '{"n":1}');
  const messages = [neighbour, text, neighbour].map((each) => ({ ...place, text: each }));
  const { candidates, failures } = decodeAll(messages, dialect.decode);
  expect(failures.every(({ isOurs: ours }) => !ours)).toBe(true);
  expect(candidates.length + failures.length).toBe(3);
  const [failure] = failures;
  if (failure !== undefined) return failure.reason;
  const event = candidates[1]?.event;
  expect(event?.data).toBeDefined();
  const written = JSON.stringify(event && dialect.encode(event));
  // Its own fields written out, an event may be over the limit that it just kept.
  if (Buffer.byteLength(written) < MIB) decodeWith(dialect, written, { about: ABOUT });
  return JSON.stringify(event);
}

const nested = (levels: number) => `{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`;
const sized = (dialect: Dialect, bytes: number, filler = 'x') => {
  const around = Buffer.byteLength(messageOf(dialect, '{"t":""}'));
  const count = Math.floor((bytes - around) / Buffer.byteLength(filler));
  const rest = 'y'.repeat(bytes - around - count * Buffer.byteLength(filler));
  return `{"t":"${filler.repeat(count)}${rest}"}`;
};

describe.each(ALL_DIALECTS)('a message of $name', (dialect) => {
  it.each(['x', 'é', '😀', '\\n', '\\ud800', '\\u0000', ' 12345678901234567890'])(
    'may have 1 MiB of %j, and not a byte more',
    (filler) => {
      expect(outcome(dialect, sized(dialect, MIB, filler))).toContain('"t":');
      expect(outcome(dialect, sized(dialect, MIB + 1, filler))).toContain('over 1048576 bytes');
    },
  );

  it.each([10_000, 200_000])('nested %i levels deep is refused', (levels) => {
    expect(outcome(dialect, nested(levels))).toContain('levels deep');
  });

  it.each<[string, string]>([
    [
      '100,000 keys',
      `{${Array.from({ length: 100_000 }, (_, n) => `"${n.toString(36)}":1`).join()}}`,
    ],
    ['the same key ten thousand times', `{${'"k":1,'.repeat(10_000)}"k":2}`],
    ['100,000 numbers', `{"n":[${'0,'.repeat(400_000)}1]}`],
    ['numbers of many digits', `{"n":[${'12345678901234567890,'.repeat(40_000)}1]}`],
    ['one number of many digits', `{"n":${'9'.repeat(900_000)}}`],
    ['one number of a huge exponent', `{"n":1e${'9'.repeat(900_000)}}`],
    ['one fraction of many digits', `{"n":0.${'9'.repeat(900_000)}}`],
    ['escapes beside a number', `{"t":"${'\\"'.repeat(400_000)}","n":1E400}`],
    ['points and blanks', `{"t":"${' .1.'.repeat(200_000)}","n":1e400}`],
    ['empty lists', `{"n":[${'[],'.repeat(200_000)}[]]}`],
  ])('with %s is read', (_what, data) => {
    expect(outcome(dialect, data)).toMatch(/^\{"/);
    expect(itemsOf(`[${data}, ${data}]`)).toEqual([data, data]);
  });

  it('keeps fields of any name', () => {
    const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', ''];
    const data = `{${names.map((name) => `"${name}":{"polluted":1}`).join()}}`;
    const written = outcome(dialect, data);
    for (const name of names) expect(written).toContain(`"${name}":{"polluted":1}`);
    const text = messageOf(dialect, '{}').replace('{', `{${data.slice(1, -1)},`);
    outcome(dialect, '', text);
    expect(({} as JsonObject).polluted).toBeUndefined();
  });

  it('keeps half characters and NULs of its texts', () => {
    const data = '{"t":"a\\ud800b\\udc00c\\u0000d\\ud83d\\ude00"}';
    expect(outcome(dialect, data)).toContain('"t":"a\\ud800b\\udc00c\\u0000d😀"');
  });

  it('with thousands of wrong fields is refused in a short text', () => {
    const wrong = `[${'{"x":1},'.repeat(10_000)}{}]`;
    const fields = ['event_id', 'event_type', 'type', 'source', 'recipients', 'visibility', 'id'];
    for (const field of [...fields, 'specversion', 'data', 'payload', 'ts', 'timestamp', 'time']) {
      const text = `{"${field}":${wrong},${messageOf(dialect, '{}').slice(1)}`;
      const written = outcome(dialect, '', text);
      if (!written.startsWith('{"')) expect(written.length).toBeLessThan(1_000);
    }
  });
});
