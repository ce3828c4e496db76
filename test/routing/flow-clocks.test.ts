// Producers with wrong clocks, in every dialect: all time counts from the arrival at jobwire.
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { POLICY_WITHOUT_FILE, type Policy } from '../../src/approvals/policy/policy.ts';
import { decode } from '../../src/dialects/all-dialects.ts';
import type { CanonicalEvent, JsonObject, JsonValue } from '../../src/event/canonical-event.ts';
import type { Job } from '../../src/jobs/job-board.ts';
import { jobKey } from '../../src/jobs/job-key.ts';
import { createFlow } from '../../src/routing/flow.ts';

const ARRIVED = Date.parse('2026-11-28T09:00:00.000Z');
const SECOND = 1_000;
const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;
const iso = (ms: number) => new Date(ms).toISOString();
const NOBODY = { revision: 1, members: new Map(), chats: [] };

type Stamped = (type: string, at: JsonValue, data: JsonObject) => JsonObject;

/** How each dialect writes an event of this type, time and payload. */
const STAMPED: Readonly<Record<string, Stamped>> = {
  televibe: (event_type, timestamp, data) => ({ event_type, timestamp, job_id: 'j1', data }),
  jobs: (type, at, data) => ({ type, payload: { ...data, id: 'j1', updated_at: at } }),
  delivery: (type, timestamp, data) => ({ type, timestamp, job_id: 'j1', data }),
  pipeline: (type, ts, payload) => ({ ts, type, stage: 's', payload }),
  build: (type, timestamp, data) => ({ ...data, type, timestamp }),
  cloudevents: (type, time, data) => ({
    ...{ specversion: '1.0', id: 'c', source: '/s', type, time, jobid: 'j1', data },
  }),
};
const DIALECTS = Object.keys(STAMPED);

interface Told {
  readonly dialect: string;
  readonly type?: string;
  readonly at: JsonValue;
  readonly data?: JsonObject;
}

function eventOf({ dialect, type = 'job.approval_needed', at, data = {} }: Told): CanonicalEvent {
  const text = JSON.stringify(STAMPED[dialect]?.(type, at, { id: 'j1', ...data }));
  const about = { jobId: 'j1' };
  const decoded = decode({ dialect, text, source: 'x', arrivedAt: ARRIVED, about });
  if (decoded === undefined) throw new Error('expected an event');
  return decoded.event;
}

function effectsOf(policy: Partial<Policy>, events: readonly CanonicalEvent[], job?: Job) {
  const approvals = { kind: 'file', rules: [], fallback: { ...POLICY_WITHOUT_FILE, ...policy } };
  const flow = createFlow({
    audience: NOBODY,
    policies: { approvals, routes: [] } as never,
    jobs: {
      jobs: new Map(job === undefined ? [] : [[jobKey(undefined, 'j1'), job]]),
      homes: new Map(),
    },
    newToken: () => 'token',
  });
  events.forEach((event, n) => {
    flow.add({ position: `${ARRIVED + n * SECOND}-0`, event });
  });
  return flow.effects();
}

function requestIn(policy: Partial<Policy>, told: Told) {
  const ask = effectsOf(policy, [eventOf(told)]).find(({ kind }) => kind === 'ask');
  if (ask?.kind !== 'ask') throw new Error('expected a request');
  const { requestedAt, expiresAt, onTimeout, terms, problems } = ask.request;
  return { requestedAt, expiresAt, onTimeout, remindAt: terms.remindAt, problems };
}

function jobAfter(events: readonly CanonicalEvent[], before?: Job): Job {
  const change = effectsOf({}, events, before).find(({ kind }) => kind === 'job');
  if (change?.kind !== 'job') throw new Error('expected a job');
  return change.job;
}

/** What a clock that is wrong makes of now. */
const CLOCKS: readonly JsonValue[] = [
  ...[HOUR, -HOUR, -15 * 60 * SECOND, YEAR, -30 * YEAR, 1, -1].map((ms) => iso(ARRIVED + ms)),
  ...['9999-12-31T23:59:59Z', '1970-01-01T00:00:00Z', '0001-01-01T00:00:00Z', 'noon', '', '0'],
  ...[-1, 0, 5, 1e308, ARRIVED + HOUR, (ARRIVED - HOUR) / 1_000, null],
];
const REMIND = [{ kind: 'share', share: 0.5 } as const];

describe.each(DIALECTS)('a request by a wrong clock, in the %s dialect', (dialect) => {
  it.each(CLOCKS)('dated %j has the policy’s six seconds from its arrival', (at) => {
    expect(requestIn({ expiresAfterMs: 6 * SECOND, remind: REMIND }, { dialect, at })).toEqual({
      requestedAt: iso(ARRIVED),
      expiresAt: iso(ARRIVED + 6 * SECOND),
      onTimeout: 'expire',
      remindAt: [ARRIVED + 3 * SECOND],
      problems: undefined,
    });
  });

  it.each(CLOCKS)('dated %j has its own ten minutes from its arrival', (at) => {
    const data = { timeout_seconds: 600, on_timeout: 'approve' };
    const silent = { expiresAfterMs: HOUR, onTimeout: 'approve' } as const;
    for (const policy of [{}, silent]) {
      expect(requestIn({ ...policy, remind: REMIND }, { dialect, at, data })).toMatchObject({
        expiresAt: iso(ARRIVED + 600 * SECOND),
        onTimeout: 'expire',
        remindAt: [ARRIVED + 300 * SECOND],
      });
    }
  });

  it.each(CLOCKS)('dated %j is approved by silence only after the policy’s full time', (at) => {
    const policy = { expiresAfterMs: HOUR, onTimeout: 'approve' } as const;
    expect(requestIn(policy, { dialect, at })).toMatchObject({
      expiresAt: iso(ARRIVED + HOUR),
      onTimeout: 'approve',
    });
  });
});

const clock = fc.oneof(
  fc.constantFrom(...CLOCKS),
  fc.integer({ min: -50 * YEAR, max: 50 * YEAR }).map((ms): JsonValue => iso(ARRIVED + ms)),
  fc.double().map((at): JsonValue => at),
  fc.string().map((at): JsonValue => at),
);
const time = fc.record({
  timeout_seconds: fc.constantFrom<JsonValue>(null, 1, 600, '600', '10m', 1e12, 'soon'),
  on_timeout: fc.constantFrom<JsonValue>(null, 'approve', 'deny', 'expire'),
});
const policies = fc.record(
  {
    expiresAfterMs: fc.constantFrom(SECOND, HOUR, YEAR),
    onTimeout: fc.constantFrom('expire', 'deny', 'approve'),
    remind: fc.constant(REMIND),
  },
  { requiredKeys: ['remind'] },
);

const requests = fc.record({ dialect: fc.constantFrom(...DIALECTS), at: clock, data: time });

test.prop([requests, policies], { numRuns: 1_000 })(
  'no clock changes when a request ends, how, or when it reminds',
  ({ dialect, at, data }, policy) => {
    const asked = requestIn(policy, { dialect, at, data });
    expect(asked).toEqual(requestIn(policy, { dialect, at: null, data }));
  },
);

describe('a job whose producer’s clock is wrong', () => {
  const told = (type: string, at: JsonValue, data: JsonObject = {}) =>
    eventOf({ dialect: 'televibe', type, at, data });

  it.each(CLOCKS)('goes on after an event dated %j', (at) => {
    const job = jobAfter([
      told('job.started', iso(ARRIVED - HOUR)),
      told('job.progress', at, { progress: 0.1 }),
      told('job.progress', iso(ARRIVED + 2 * SECOND), { progress: 0.9 }),
    ]);
    expect(job).toMatchObject({ progress: 0.9, updatedAt: iso(ARRIVED + 2 * SECOND) });
    expect(job.startedAt <= job.updatedAt).toBe(true);
  });

  it('that was stored while times were not limited goes on too', () => {
    const at = '9999-12-31T23:59:59.000Z';
    const ahead: Job = {
      ...jobAfter([told('job.progress', iso(ARRIVED), { progress: 0.1 })]),
      ...{ startedAt: at, updatedAt: at },
    };
    const job = jobAfter([told('job.progress', iso(ARRIVED), { progress: 0.9 })], {
      ...ahead,
      internal: ahead,
    });
    const times = { startedAt: iso(ARRIVED), updatedAt: iso(ARRIVED) };
    expect(job).toMatchObject({ progress: 0.9, ...times, internal: { progress: 0.9, ...times } });
  });

  test.prop([fc.array(clock, { minLength: 1, maxLength: 6 })])(
    'is never ahead of what arrived, and never started after its newest event',
    (clocks) => {
      const job = jobAfter(clocks.map((at) => told('job.progress', at)));
      expect(job.startedAt <= job.updatedAt).toBe(true);
      expect(job.updatedAt <= iso(ARRIVED + clocks.length * SECOND)).toBe(true);
    },
  );

  it.each(CLOCKS)('that ends by an event dated %j withdraws its requests now', (at) => {
    const effects = effectsOf({}, [told('job.failed', at)]);
    expect(effects.find(({ kind }) => kind === 'withdraw')).toMatchObject({
      outcome: { at: iso(ARRIVED) },
    });
    expect(effects.find(({ kind }) => kind === 'alive')).toMatchObject({ at: iso(ARRIVED) });
  });
});
