// Every dialect, and every place in its messages where an instant stands, against what producers write there.
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { build } from '../../src/dialects/build/codec.ts';
import { cloudevents } from '../../src/dialects/cloudevents/codec.ts';
import { delivery } from '../../src/dialects/delivery/codec.ts';
import type { Decoded, Dialect } from '../../src/dialects/dialect.ts';
import { jobs } from '../../src/dialects/jobs/codec.ts';
import { pipeline } from '../../src/dialects/pipeline/codec.ts';
import { televibe } from '../../src/dialects/televibe/codec.ts';
import type { JsonObject, JsonValue } from '../../src/event/canonical-event.ts';
import { ARRIVED_AT, decodeWith } from '../helpers/decoded.ts';

const ARRIVED = new Date(ARRIVED_AT).toISOString();
const ASKED = 'job.approval_needed';
const ABOUT = { jobId: 'j1' };

interface Place {
  readonly name: string;
  readonly dialect: Dialect;
  /** A message, a request for approval where the dialect has them, with `at` for its time. */
  readonly message: (at: JsonValue) => JsonObject;
  /** The original is in the payload anyway. */
  readonly inPayload?: true;
}

const PLACES: readonly Place[] = [
  {
    name: 'televibe timestamp',
    dialect: televibe,
    message: (at) => ({ event_id: 'e', event_type: ASKED, timestamp: at, data: { action: 'x' } }),
  },
  {
    name: 'delivery timestamp',
    dialect: delivery,
    message: (at) => ({ event_id: 'e', type: 'pr.created', timestamp: at, data: { n: 1 } }),
  },
  ...['ts', 'timestamp'].map((field) => ({
    name: `pipeline ${field}`,
    dialect: pipeline,
    message: (at: JsonValue) => ({ [field]: at, type: 'gate_pause', stage: 's', payload: null }),
  })),
  ...['ts', 'timestamp'].map((field) => ({
    name: `build ${field}`,
    dialect: build,
    message: (at: JsonValue) => ({ type: 'build.stage.started', [field]: at }),
    inPayload: true as const,
  })),
  ...['created_at', 'updated_at'].map((field) => ({
    name: `jobs ${field}`,
    dialect: jobs,
    message: (at: JsonValue) => ({ type: 'job.updated', payload: { id: 'j1', [field]: at } }),
    inPayload: true as const,
  })),
  {
    name: 'CloudEvents time',
    dialect: cloudevents,
    message: (at) => ({
      specversion: '1.0',
      id: 'e',
      source: '/s',
      type: ASKED,
      time: at,
      data: 5,
    }),
  },
];

const decodeAt = ({ dialect, message }: Place, at: JsonValue): Decoded =>
  decodeWith(dialect, message(at), { about: ABOUT });

describe.each(PLACES)('$name', (place) => {
  it.each<[JsonValue, string?]>([
    ['2026-11-28T09:00:01.250123'],
    ['2026-11-28T09:00:01.250Z'],
    ['2026-11-28T09:00:01.25+0000'],
    ['2026-11-28T10:00:01.250+01'],
    ['2026-11-28 09:00:01,250'],
    ['2026-11-28t09:00:01.250z'],
    ['2026-11-28 10:00:01.250 +0100 CET'],
    ['2026-11-28T10:00:01.250+01:00[Europe/Berlin]'],
    ['2026-11-28T09:00:01.250123456 UTC'],
    [1_795_856_401.25],
    [1_795_856_401_250],
    [1_795_856_401_250_123],
    ['1795856401250123456', '2026-11-28T09:00:01.250Z'],
    ['1.79585640125e+18'],
    ['1795856401.25'],
    [' 1795856401250 '],
    ['2026-11-28T09:00Z', '2026-11-28T09:00:00.000Z'],
    ['20261128T090001Z', '2026-11-28T09:00:01.000Z'],
    ['20261128090001', '2026-11-28T09:00:01.000Z'],
    ['Sat, 28 Nov 2026 10:00:01 +0100', '2026-11-28T09:00:01.000Z'],
    ['28 Nov 2026 09:00:01 GMT', '2026-11-28T09:00:01.000Z'],
    ['Sat, 28 Nov 2026 09:00 -0000 (UTC)', '2026-11-28T09:00:00.000Z'],
    ['Sat Nov 28 09:00:01 2026', '2026-11-28T09:00:01.000Z'],
    ['Sat Nov 28 09:00:01 UTC 2026', '2026-11-28T09:00:01.000Z'],
    ['2026-06-30T23:59:60Z', '2026-06-30T23:59:59.999Z'],
    ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('reads %j', (written, time = '2026-11-28T09:00:01.250Z') => {
    const decoded = decodeAt(place, written);
    expect(decoded.event.time).toBe(time);
    expect(decoded).not.toHaveProperty('hasUnreadableTime');
    expect(decoded.event.data).not.toHaveProperty('original_timestamp');
  });

  it.each<[JsonValue]>(
    [
      ...['yesterday', '2026-11-28', '2026-02-30T09:00:01Z', '2026-11-28T09:00:01 CET', 'NaN'],
      ...['0001-01-01T00:00:00Z', '-1', '0', '12345', '-1e3', '1e999', '10000-01-01T00:00:00Z'],
      ...[-1, 0, 5, 1e21, 1e300, 1e308, true, [], {}, { $date: 'x' }, 'x'.repeat(100_000)],
    ].map((written): [JsonValue] => [written]),
  )('makes the arrival of %j and keeps it', (written) => {
    const { event, hasUnreadableTime } = decodeAt(place, written);
    expect(event.time).toBe(ARRIVED);
    expect(hasUnreadableTime).toBe(true);
    expect(Object.values(event.data)).toContainEqual(written);
    if (place.inPayload !== true) expect(event.data.original_timestamp).toEqual(written);
  });

  it.each([null, '', '  '])('treats %j as absent, silently', (written) => {
    const decoded = decodeAt(place, written);
    expect(decoded.event.time).toBe(ARRIVED);
    expect(decoded).not.toHaveProperty('hasUnreadableTime');
  });

  const anyTime = fc.oneof(
    fc.string(),
    fc.double(),
    fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }).map(String),
    fc.date().map((date) => String(date)),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString().replace('Z', '')),
    fc.stringMatching(/^[-+]?\d{4,6}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?([.,]\d*)?(Z|[+-]\d\d:?\d\d)?$/),
    fc.jsonValue().map((value) => value as JsonValue),
  );
  test.prop([anyTime], { numRuns: 500 })(
    'decodes whatever stands there, with a time that is one, and keeps it through writing',
    (written) => {
      const { event } = decodeAt(place, written as JsonValue);
      expect(new Date(event.time).toISOString()).toBe(event.time);
      expect(event.time).toMatch(/^\d{4}-/);
      const again = decodeWith(place.dialect, place.dialect.encode(event), { about: ABOUT });
      expect(again.event.time).toBe(event.time);
      expect(again.event.data).toEqual(event.data);
      if (place.inPayload !== true) expect(again).not.toHaveProperty('hasUnreadableTime');
    },
  );
});

it('keeps the original under a name that the payload does not use', () => {
  const data = { original_timestamp: 'mine', original_timestamp_2: 'too' };
  const message = { event_type: 'job.x', timestamp: 'noon', data };
  expect(decodeWith(televibe, message).event.data).toEqual({
    ...data,
    original_timestamp_3: 'noon',
  });
});

it('uses the other time of a job where one is unreadable', () => {
  const payload = { id: 'j1', created_at: 'soon', updated_at: 1_795_856_401 };
  const decoded = decodeWith(jobs, { type: 'job.created', payload });
  expect(decoded.event.time).toBe('2026-11-28T09:00:01.000Z');
  expect(decoded).not.toHaveProperty('hasUnreadableTime');
});

it('recognises the same content although its time is unreadable', () => {
  const message = { event_type: 'job.x', timestamp: 'noon' };
  const [one, other] = [1_000, 20_000].map((arrivedAt) =>
    decodeWith(televibe, message, { arrivedAt }),
  );
  expect(one).toMatchObject({ identity: 'content', repeatKey: other?.repeatKey });
});

it.each([0, -5, 1, 8.7e15, 9.9e16, Number.NaN, Number.POSITIVE_INFINITY])(
  'reads a message that arrived at %d, as the id of its entry says',
  (arrivedAt) => {
    for (const { dialect, message } of PLACES) {
      const { event } = decodeWith(dialect, message(null), { arrivedAt, about: ABOUT });
      expect(event.time).toMatch(/^\d{4}-\d\d-\d\dT/);
    }
  },
);
