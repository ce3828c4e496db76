import { test as property } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Policy } from '../../../src/approvals/policy/policy.ts';
import { deadlineOf, reminderTimes } from '../../../src/approvals/requests/deadline.ts';

const MINUTE = 60_000;
const ARRIVED = 1_000_000_000_000;
const half = { expiresAfterMs: 30 * MINUTE };
const minutesOn = (minutes: number) => ARRIVED + minutes * MINUTE;

describe('the deadline', () => {
  it('is the policy’s, counted from the arrival', () => {
    expect(deadlineOf(half, { onTimeout: 'expire' }, ARRIVED)).toEqual({
      expiresAt: minutesOn(30),
      onTimeout: 'expire',
    });
  });

  it('is shortened by the request, never lengthened', () => {
    const ends = (minutes: number) =>
      deadlineOf(half, { endsAt: minutesOn(minutes), onTimeout: 'expire' }, ARRIVED).expiresAt;
    expect([5, 30, 45].map(ends)).toEqual([minutesOn(5), minutesOn(30), minutesOn(30)]);
  });

  it('is the request’s own if the policy has none, else there is none', () => {
    const own = { endsAt: minutesOn(45), onTimeout: 'expire' } as const;
    expect(deadlineOf({}, own, ARRIVED).expiresAt).toBe(minutesOn(45));
    expect(deadlineOf({}, { onTimeout: 'approve' }, ARRIVED)).toEqual({ onTimeout: 'expire' });
    expect(deadlineOf({ onTimeout: 'approve' }, { onTimeout: 'approve' }, ARRIVED)).toEqual({
      onTimeout: 'expire',
    });
  });

  it.each([
    // policy says, request says, what happens at the policy's end
    ['expire', 'approve', 'expire'],
    ['expire', 'deny', 'expire'],
    ['deny', 'approve', 'deny'],
    ['deny', 'expire', 'deny'],
    ['approve', 'expire', 'approve'],
    ['approve', 'deny', 'approve'],
    [undefined, 'expire', 'expire'],
    [undefined, 'deny', 'deny'],
    [undefined, 'approve', 'expire'],
  ] as const)('with a policy of %s and a request for %s ends in %s', (mine, yours, end) => {
    const policy = { ...half, ...(mine === undefined ? {} : { onTimeout: mine }) };
    expect(deadlineOf(policy, { onTimeout: yours }, ARRIVED).onTimeout).toBe(end);
  });

  it('approves on timeout only after the policy’s full time', () => {
    const silent = { ...half, onTimeout: 'approve' } as const;
    const at = (endsAt: number, policy: Pick<Policy, 'expiresAfterMs' | 'onTimeout'> = silent) =>
      deadlineOf(policy, { endsAt, onTimeout: 'approve' }, ARRIVED);
    expect(at(minutesOn(30) - 1)).toEqual({ expiresAt: minutesOn(30) - 1, onTimeout: 'expire' });
    expect(at(minutesOn(30))).toEqual({ expiresAt: minutesOn(30), onTimeout: 'approve' });
    expect(at(minutesOn(60))).toEqual({ expiresAt: minutesOn(30), onTimeout: 'approve' });
    expect(at(minutesOn(1), { onTimeout: 'approve' }).onTimeout).toBe('expire');
  });

  it('expires immediately if it had passed on arrival', () => {
    for (const onTimeout of ['deny', 'approve', 'expire'] as const) {
      for (const endsAt of [ARRIVED, ARRIVED - 1, 0, -1]) {
        expect(deadlineOf({ ...half, onTimeout }, { endsAt, onTimeout }, ARRIVED)).toEqual({
          expiresAt: ARRIVED,
          onTimeout: 'expire',
        });
      }
    }
  });

  const onTimeout = fc.constantFrom('expire', 'deny', 'approve');
  const minutes = (min: number) => fc.integer({ min, max: 600 }).map((count) => count * MINUTE);
  const policies = fc.record({ expiresAfterMs: minutes(1), onTimeout }, { requiredKeys: [] });
  const wishes = fc.record(
    { endsAt: minutes(-600).map((ms) => ARRIVED + ms), onTimeout },
    { requiredKeys: ['onTimeout'] },
  );
  property.prop([policies, wishes])(
    'is within both times, and never approves what its policy does not',
    (policy, own) => {
      const { expiresAt, onTimeout } = deadlineOf(policy, own, ARRIVED);
      const whole = ARRIVED + (policy.expiresAfterMs ?? Number.POSITIVE_INFINITY);
      const end = Math.min(whole, own.endsAt ?? Number.POSITIVE_INFINITY);
      expect(expiresAt).toBe(Number.isFinite(end) ? Math.max(ARRIVED, end) : undefined);
      if (onTimeout === 'approve')
        expect([policy.onTimeout, expiresAt]).toEqual(['approve', whole]);
    },
  );
});

describe('reminders', () => {
  it('are sent at shares of the time and before the end, in order', () => {
    const remind: Policy['remind'] = [
      { kind: 'before', ms: 5 * MINUTE },
      { kind: 'share', share: 0.5 },
    ];
    const times = reminderTimes({ remind }, 0, 30 * MINUTE);
    expect(times).toEqual([15 * MINUTE, 25 * MINUTE]);
  });

  it('are sent once if two coincide', () => {
    const remind: Policy['remind'] = [
      { kind: 'share', share: 0.5 },
      { kind: 'before', ms: 5 * MINUTE },
    ];
    expect(reminderTimes({ remind }, 0, 10 * MINUTE)).toEqual([5 * MINUTE]);
  });

  it('are not sent if the request leaves too little time', () => {
    const remind: Policy['remind'] = [{ kind: 'before', ms: 5 * MINUTE }];
    expect(reminderTimes({ remind }, 0, 5 * MINUTE)).toEqual([]);
    expect(reminderTimes({ remind }, 0, 4 * MINUTE)).toEqual([]);
    expect(reminderTimes({ remind: [{ kind: 'share', share: 0.5 }] }, 10, 0)).toEqual([]);
  });

  const reminder = fc.oneof(
    fc.record({
      kind: fc.constant('share' as const),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    fc.record({ kind: fc.constant('before' as const), ms: fc.integer({ min: 1, max: 10_000 }) }),
  );
  property.prop([
    fc.array(reminder),
    fc.integer({ min: 0, max: 1e6 }),
    fc.integer({ min: 0, max: 5_000 }),
  ])('are whole milliseconds, rising, each once, inside the time', (remind, from, lasting) => {
    const times = reminderTimes({ remind }, from, from + lasting);
    for (const [at, time] of times.entries()) {
      expect(Number.isInteger(time)).toBe(true);
      expect(time).toBeGreaterThan(times[at - 1] ?? from);
      expect(time).toBeLessThan(from + lasting);
    }
  });
});
