// What a request's producer may say of its time, in whatever form, against whatever policy.
import { test as property } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  POLICY_WITHOUT_FILE,
  type Policy,
  STRICT_POLICY,
} from '../../../src/approvals/policy/policy.ts';
import { requestOf } from '../../../src/approvals/requests/request.ts';
import { termsUnder } from '../../../src/approvals/requests/request-terms.ts';
import type { JsonObject, JsonValue } from '../../../src/event/canonical-event.ts';
import { anEvent } from '../../helpers/events.ts';

const ARRIVED = Date.parse('2026-11-28T09:00:00.000Z');
const HOUR = 3_600_000;

const asks = (data: JsonObject, type = 'job.approval_needed') => anEvent({ type, data });
const under = (policy: Policy, data: JsonObject) => termsUnder(policy, asks(data), ARRIVED);
const plainly = (data: JsonObject) => under(POLICY_WITHOUT_FILE, data);

describe('the end that a request names', () => {
  it.each<[JsonValue]>([
    ['2026-11-28T09:10:00Z'],
    ['2026-11-28T09:10:00.000+00:00'],
    ['2026-11-28t10:10:00+0100'],
    ['2026-11-28 09:10:00'],
    ['2026-11-28T09:10:00.000000'],
    ['2026-11-28T09:10'],
    ['2026-11-28 09:10:00 UTC'],
    ['20261128T091000Z'],
    [' 2026-11-28T04:10:00-05 '],
    [1_795_857_000],
    ['1795857000'],
    ['1795857000.0'],
    [1_795_857_000_000],
    ['1795857000000'],
    [1_795_857_000_000_000],
    ['1795857000000000000'],
  ])('is understood as %j', (written) => {
    expect(plainly({ expires_at: written })).toMatchObject({
      expiresAt: '2026-11-28T09:10:00.000Z',
    });
    expect(plainly({ expires_at: written })).not.toHaveProperty('problems');
  });

  const unreadable: JsonValue[] = [
    ...['soon', '2026-11-28', '28.11.2026 09:10', '2026-02-30T09:00:00Z', '2026-11-28T25:00Z'],
    ...['0001-01-01T00:00:00Z', '+2026', 600, 0, -1, 1e300, true, [], {}],
  ];
  it.each(unreadable.map((written) => [written]))(
    'is a visible problem as %j, and counts for nothing',
    (written) => {
      expect(under(STRICT_POLICY, { expires_at: written })).toMatchObject({
        expiresAt: '2026-11-29T09:00:00.000Z',
        problems: ['expires_at_unreadable'],
      });
      expect(plainly({ expires_at: written })).not.toHaveProperty('expiresAt');
    },
  );

  it('expires a request that arrives after it, whatever happens on timeout', () => {
    const silent: Policy = { ...STRICT_POLICY, onTimeout: 'approve' };
    const data = { expires_at: '2026-11-28T08:59:59Z', on_timeout: 'approve' };
    expect(under(silent, data)).toMatchObject({
      expiresAt: new Date(ARRIVED).toISOString(),
      onTimeout: 'expire',
      problems: ['over_on_arrival'],
    });
  });
});

describe('the time that a request names', () => {
  it.each<[JsonValue]>([[600], ['600'], [' 600.0 '], ['600s'], ['10m']])(
    'counts from the arrival as %j',
    (written) => {
      expect(plainly({ timeout_seconds: written }).expiresAt).toBe('2026-11-28T09:10:00.000Z');
    },
  );

  it.each<[JsonValue]>([[0], [-5], ['soon'], ['1e9'], [1e300], [true], [[600]], [{ s: 1 }]])(
    'is a visible problem as %j, and counts for nothing',
    (written) => {
      expect(under(STRICT_POLICY, { timeout_seconds: written })).toMatchObject({
        expiresAt: '2026-11-29T09:00:00.000Z',
        problems: ['timeout_unreadable'],
      });
    },
  );

  it.each<[JsonValue | undefined]>([[undefined], [null], [''], ['  ']])(
    'is none as %j',
    (written) => {
      const data = written === undefined ? {} : { timeout_seconds: written, expires_at: written };
      expect(plainly(data)).not.toHaveProperty('expiresAt');
      expect(plainly(data)).not.toHaveProperty('problems');
    },
  );

  it('gives the engine of a gate a moment to announce the outcome', () => {
    const gate = (data: JsonObject) =>
      termsUnder(POLICY_WITHOUT_FILE, asks(data, 'gate.pause'), ARRIVED).expiresAt;
    expect(gate({ timeout_seconds: 60 })).toBe('2026-11-28T09:01:02.000Z');
    expect(gate({ timeout_seconds: 60, on_timeout: 'deny' })).toBe('2026-11-28T09:01:00.000Z');
  });
});

describe('silence', () => {
  it('never approves because a request asks for it, and people see that it did', () => {
    const data = { on_timeout: 'approve', timeout_seconds: 1 };
    for (const policy of [POLICY_WITHOUT_FILE, STRICT_POLICY]) {
      const terms = under(policy, data);
      expect(terms.onTimeout).toBe('expire');
      expect(terms.problems).toEqual(['approval_by_silence_refused']);
    }
    expect(plainly({ on_timeout: 'deny', timeout_seconds: 1 }).onTimeout).toBe('deny');
    expect(under(STRICT_POLICY, { on_timeout: 'deny' }).onTimeout).toBe('expire');
  });
});

const anyJson = fc.jsonValue().map((value) => value as JsonValue);
const anyTime = fc.oneof(
  anyJson,
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.integer({ min: -HOUR, max: 2 * HOUR }).map((ms) => new Date(ARRIVED + ms).toISOString()),
  fc.integer({ min: -HOUR, max: 2 * HOUR }).map((ms) => ARRIVED + ms),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom('', '0', '-1', '1s', '365d', '9999-12-31T23:59:59Z', 0.0001, 1e15, 1e18),
);
const anyPolicy = fc.record(
  {
    expiresAfterMs: fc.constantFrom(1_000, HOUR, 365 * 24 * HOUR),
    onTimeout: fc.constantFrom('expire', 'deny', 'approve'),
  },
  { requiredKeys: [] },
);
const anyClock = fc.date({ noInvalidDate: true, min: new Date(0) });
const anyRequest = fc.record({
  type: fc.constantFrom('job.approval_needed', 'gate.pause'),
  time: anyClock.map((date) => date.toISOString()),
  data: fc.record(
    {
      expires_at: anyTime,
      timeout_seconds: anyTime,
      on_timeout: fc.oneof(anyJson, fc.constant('approve')),
    },
    { requiredKeys: [] },
  ),
});

property.prop([anyPolicy, anyRequest], { numRuns: 2_000 })(
  'a producer never gets more than the policy’s time, nor an approval that the policy does not give',
  (change, asked) => {
    const policy: Policy = { ...POLICY_WITHOUT_FILE, ...change };
    const event = anEvent(asked);
    const file = { kind: 'file', rules: [], fallback: policy } as const;
    const request = requestOf(event, file, ARRIVED);
    const { expiresAt, onTimeout, terms } = request;
    const end = expiresAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(expiresAt);
    const whole = ARRIVED + (policy.expiresAfterMs ?? Number.POSITIVE_INFINITY);
    expect(request.requestedAt).toBe(new Date(ARRIVED).toISOString());
    expect(end).toBeGreaterThanOrEqual(ARRIVED);
    expect(end).toBeLessThanOrEqual(whole);
    if (onTimeout === 'approve') expect([policy.onTimeout, end]).toEqual(['approve', whole]);
    if (end === whole && policy.onTimeout !== undefined && Number.isFinite(end)) {
      expect(onTimeout).toBe(policy.onTimeout);
    }
    for (const at of terms.remindAt) expect(at > ARRIVED && at < end).toBe(true);
    // Its own clock changes nothing at all.
    expect(requestOf({ ...event, time: '1999-01-01T00:00:00.000Z' }, file, ARRIVED)).toEqual(
      request,
    );
  },
);
