import { test as property } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_POLICY,
  deadlineOf,
  type Policy,
  policyFor,
  reminderTimes,
} from '../../src/approvals/policy.ts';
import { fileRouteChats, type Route } from '../../src/audience/file-route.ts';

const policy = (change: Partial<Policy> = {}): Policy => ({ ...DEFAULT_POLICY, ...change });
const asked = { projectId: 'acme/shop', scope: 'push', action: 'kubectl apply' };

const REQUESTED_AT = '2026-01-01T12:00:00.000Z';
const MINUTE = 60_000;

describe('which policy counts', () => {
  it('is the first that matches, not the closest', () => {
    const wide = policy({ match: { project: ['acme/*'] } });
    const exact = policy({ match: { project: ['acme/shop'], scope: ['push'] } });
    expect(policyFor([wide, exact], asked)).toBe(wide);
    expect(policyFor([exact, wide], asked)).toBe(exact);
  });

  it('matches only when project, scope and action all do', () => {
    const match = { project: ['acme/*'], scope: ['deploy', 'push'], action: ['kubectl *'] };
    const strict = policy({ match });
    expect(policyFor([strict], asked)).toBe(strict);
    for (const other of [{ projectId: 'acm' }, { scope: 'merge' }, { action: 'helm upgrade' }]) {
      expect(policyFor([strict], { ...asked, ...other })).toBe(DEFAULT_POLICY);
    }
  });

  it('is one without patterns for everything, also for what has no project', () => {
    const { projectId, ...homeless } = asked;
    for (const match of [{}, { project: ['*'] }]) {
      const any = policy({ match });
      expect(policyFor([any], homeless)).toBe(any);
    }
    for (const project of [[projectId], ['?*']]) {
      expect(policyFor([policy({ match: { project } })], homeless)).toBe(DEFAULT_POLICY);
    }
  });

  it('is the default without a file: one other person, and no time of its own', () => {
    expect(policyFor([], asked)).toEqual({
      match: {},
      required: 1,
      denyRequired: 1,
      selfApproval: false,
      reasonRequired: 'none',
      remind: [],
      escalateTo: [],
    });
  });
});

describe('the deadline', () => {
  const request = { requestedAt: REQUESTED_AT, onTimeout: 'expire' } as const;
  const minutesOn = (minutes: number) =>
    new Date(Date.parse(REQUESTED_AT) + minutes * MINUTE).toISOString();

  it('is the policy’s, counted from the request', () => {
    const half = policy({ expiresAfterMs: 30 * MINUTE });
    expect(deadlineOf(half, request)).toEqual({ expiresAt: minutesOn(30), onTimeout: 'expire' });
  });

  it('is shortened by the request, never lengthened', () => {
    const half = policy({ expiresAfterMs: 30 * MINUTE });
    expect(deadlineOf(half, { ...request, expiresAt: minutesOn(5) }).expiresAt).toBe(minutesOn(5));
    expect(deadlineOf(half, { ...request, expiresAt: minutesOn(45) }).expiresAt).toBe(
      minutesOn(30),
    );
  });

  it('is the request’s own where the policy has none, and else there is none', () => {
    for (const own of [policy(), DEFAULT_POLICY]) {
      expect(deadlineOf(own, { ...request, expiresAt: minutesOn(45) }).expiresAt).toBe(
        minutesOn(45),
      );
      expect(deadlineOf(own, request)).toEqual({ onTimeout: 'expire' });
    }
  });

  it.each([
    // policy of the file says, request says, what happens
    ['expire', 'approve', 'expire'],
    ['expire', 'deny', 'expire'],
    ['deny', 'approve', 'deny'],
    ['deny', 'expire', 'deny'],
    ['approve', 'expire', 'approve'],
    [undefined, 'expire', 'expire'],
    [undefined, 'deny', 'deny'],
    [undefined, 'approve', 'expire'],
  ] as const)(
    'with a policy that says %s and a request that says %s ends in %s',
    (mine, yours, end) => {
      const own = policy(mine === undefined ? {} : { onTimeout: mine });
      expect(deadlineOf(own, { ...request, onTimeout: yours }).onTimeout).toBe(end);
    },
  );

  it.each(['expire', 'deny', 'approve'] as const)(
    'ends as the request says (%s) where no policy of the file matched',
    (onTimeout) => {
      const found = policyFor([policy({ match: { scope: ['deploy'] } })], asked);
      expect(deadlineOf(found, { ...request, onTimeout }).onTimeout).toBe(onTimeout);
    },
  );

  property.prop([
    fc.option(fc.integer({ min: 1, max: 600 })),
    fc.option(fc.integer({ max: 600, min: -600 })),
  ])('is never after either time', (mine, yours) => {
    const { expiresAt } = deadlineOf(
      policy(mine === null ? {} : { expiresAfterMs: mine * MINUTE }),
      { ...request, ...(yours === null ? {} : { expiresAt: minutesOn(yours) }) },
    );
    const ends = [mine, yours].flatMap((end) => (end === null ? [] : [minutesOn(end)])).sort();
    expect(expiresAt).toBe(ends[0]);
  });
});

describe('reminders', () => {
  it('come at shares of the time and before its end, in order', () => {
    const remind: Policy['remind'] = [
      { kind: 'before', ms: 5 * MINUTE },
      { kind: 'share', share: 0.5 },
    ];
    const times = reminderTimes({ remind }, 0, 30 * MINUTE);
    expect(times).toEqual([15 * MINUTE, 25 * MINUTE]);
  });

  it('come once when two fall together', () => {
    const remind: Policy['remind'] = [
      { kind: 'share', share: 0.5 },
      { kind: 'before', ms: 5 * MINUTE },
    ];
    expect(reminderTimes({ remind }, 0, 10 * MINUTE)).toEqual([5 * MINUTE]);
  });

  it('do not come at all when the request left less time than they need', () => {
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

describe('routes of the file', () => {
  const shop = { address: { chatId: -100, topicId: 7 }, level: 'errors' } as const;
  const all = { address: { chatId: 1001 } };
  const routes: Route[] = [
    { match: { project: ['acme/*'], types: ['job.failed', 'pipeline.*'] }, chats: [shop] },
    { match: {}, chats: [all] },
    { match: { session: ['s-1'], job: ['build-*'] }, chats: [shop] },
  ];

  it('lead to the chats of each route that fits', () => {
    const event = { type: 'job.failed', projectId: 'acme/shop' };
    expect(fileRouteChats(routes, event)).toEqual([shop, all]);
    expect(fileRouteChats(routes, { ...event, type: 'pipeline.run.started' })).toEqual([shop, all]);
    expect(fileRouteChats(routes, { ...event, type: 'job.failed_again' })).toEqual([all]);
    expect(fileRouteChats(routes, { type: 'job.failed' })).toEqual([all]);
  });

  it('may go by session and job', () => {
    const event = { type: 'job.started', sessionId: 's-1', jobId: 'build-7' };
    expect(fileRouteChats(routes, event)).toEqual([all, shop]);
    expect(fileRouteChats(routes, { ...event, jobId: 'test-7' })).toEqual([all]);
    expect(fileRouteChats(routes, { ...event, sessionId: 's-2' })).toEqual([all]);
  });
});
