import { describe, expect, it } from 'vitest';
import { NO_POLICY_FILE, type Policies } from '../../src/approvals/policy/policy-schema.ts';
import { readPolicies } from '../../src/approvals/policy/read-policies.ts';
import { approvalKey } from '../../src/approvals/requests/approval-key.ts';
import type { Audience } from '../../src/audience/chat-book.ts';
import type { CanonicalEvent } from '../../src/event/canonical-event.ts';
import { jobKey } from '../../src/jobs/job-key.ts';
import { createFlow } from '../../src/routing/flow.ts';
import { anEvent } from '../helpers/events.ts';
import { PLAIN_TERMS } from '../helpers/plain-terms.ts';

const audience: Audience = {
  revision: 1,
  members: new Map([[1, { userId: 1, name: 'Ana', grants: [{ role: 'admin' }], knownAs: [] }]]),
  chats: [
    {
      id: 10,
      kind: 'private',
      title: '',
      locale: 'en',
      level: 'all',
      subscriptions: [{ kind: 'everything', id: '', by: 1 }],
      sponsors: [1],
    },
  ],
};

const NO_JOBS = { jobs: new Map(), homes: new Map() };
/** When jobwire got them, a year after what their producers' clocks say. */
const ARRIVED = Date.parse('2027-03-02T09:00:00.000Z');

function effectsUnder(policies: Policies, ...events: CanonicalEvent[]) {
  const entries = events.map((event, at) => ({ position: `${ARRIVED}-${at}`, event }));
  const flow = createFlow({ audience, policies, jobs: NO_JOBS, newToken: () => 'token' });
  for (const entry of entries) flow.add(entry);
  return flow.effects();
}

const effectsOf = (...events: CanonicalEvent[]) => effectsUnder(NO_POLICY_FILE, ...events);

const kindsOf = (...events: CanonicalEvent[]) => effectsOf(...events).map(({ kind }) => kind);

/** What comes of a failure is tried in repairs.test.ts. */
const isOfRequests = (kind: string) => kind !== 'failure' && kind !== 'fixed';

describe('flow', () => {
  it('gathers news by session, in order, and puts the job on the board once', () => {
    const [first, second, , third] = effectsOf(anEvent(), anEvent());
    const entry = { group: expect.stringMatching(/^job\.[\w-]{22}:j1$/), weight: 'news' };
    expect(first).toMatchObject({ kind: 'gather', entry: { ...entry, position: `${ARRIVED}-0` } });
    expect(second).toMatchObject({ kind: 'gather', entry: { ...entry, position: `${ARRIVED}-1` } });
    expect(third).toMatchObject({ kind: 'job', job: { id: 'j1', status: 'running' } });
  });

  it('sounds for failures', () => {
    const [first] = effectsOf(anEvent({ type: 'job.failed' }));
    expect(first).toMatchObject({ kind: 'gather', entry: { weight: 'alert' } });
  });

  it('shows a request at once instead of gathering it', () => {
    const data = { scope: 'push', action: 'git push', timeout_seconds: 900, on_timeout: 'deny' };
    const [first, second, ...rest] = effectsOf(
      anEvent({ id: 'e1', type: 'job.approval_needed', data }),
    );
    expect(first).toMatchObject({
      kind: 'ask',
      request: {
        id: 'e1',
        action: 'git push',
        requestedAt: '2027-03-02T09:00:00.000Z',
        expiresAt: '2027-03-02T09:15:00.000Z',
        onTimeout: 'deny',
        terms: PLAIN_TERMS,
      },
      copies: [{ address: { chatId: 10 }, token: 'token' }],
    });
    expect(second).toMatchObject({ kind: 'alive' });
    expect(rest).toMatchObject([{ kind: 'job', job: { status: 'waiting' } }]);
  });

  it('says with a request what its job is for, as far as its readers may know', () => {
    const asks = (fields: Partial<CanonicalEvent> = {}, ...before: CanonicalEvent[]) => {
      const request = anEvent({ type: 'job.approval_needed', ...fields });
      const effects = effectsOf(...before, request);
      return effects.find((effect) => effect.kind === 'ask')?.request.title;
    };
    const started = (fields: Partial<CanonicalEvent> = {}) =>
      anEvent({ type: 'job.started', data: { instruction: 'Fix the checkout' }, ...fields });
    expect(asks({}, started())).toBe('Fix the checkout');
    expect(asks({ data: { title: 'Release 4.2' } })).toBe('Release 4.2');
    expect(asks()).toBeUndefined();
    const internal = { visibility: 'internal' } as const;
    expect(asks({}, started(internal))).toBeUndefined();
    expect(asks(internal, started(internal))).toBe('Fix the checkout');
  });

  it('requests approval on the terms of the first matching policy', () => {
    const policies = readPolicies(
      `approvals:
        - match: { scope: deploy }
          required: 9
        - match: { project: p1, scope: [push, merge] }
          approvers: { users: [1001, 1002] }
          required: 2
          reason_required: deny
          expires_after: 30m
          remind: ["50%", 5m]
          escalate_to: [-100, { id: -200, topic: 7 }]
        - required: 5`,
      'policy.yaml',
    );
    const data = { scope: 'push', action: 'git push' };
    const [first] = effectsUnder(policies, anEvent({ type: 'job.approval_needed', data }));
    expect(first).toMatchObject({
      kind: 'ask',
      request: {
        expiresAt: '2027-03-02T09:30:00.000Z',
        onTimeout: 'expire',
        terms: {
          approvers: { roles: [], users: ['1001', '1002'] },
          required: 2,
          denyRequired: 1,
          selfApproval: false,
          reasonRequired: 'deny',
          remindAt: [Date.parse('2027-03-02T09:15:00Z'), Date.parse('2027-03-02T09:25:00Z')],
          escalateTo: [{ chatId: -100 }, { chatId: -200, topicId: 7 }],
        },
      },
    });
  });

  it('requests approval at the gate of a stage, and finds its decision by job and stage', () => {
    const gate = { jobId: 'film', stage: 'mix', dialect: 'pipeline' } as const;
    const [asked] = effectsOf(
      anEvent({
        ...gate,
        id: 'g1',
        type: 'gate.pause',
        data: { timeout_seconds: 60 },
        extensions: { message: 'Listen to the mix' },
      }),
    );
    expect(asked).toMatchObject({
      kind: 'ask',
      request: {
        ...{ id: 'g1', jobId: 'film', stage: 'mix', scope: 'gate', action: 'mix' },
        reason: 'Listen to the mix',
        // The engine has a moment to say itself what its time made of it.
        expiresAt: '2027-03-02T09:01:02.000Z',
      },
    });
    const source = { component: 'pipeline' };
    const passed = anEvent({ ...gate, source, type: 'gate.auto_approved', data: {} });
    const timeout = { id: 'timeout', name: 'timeout', via: 'timeout' };
    expect(effectsOf(passed)[0]).toMatchObject({
      kind: 'settle',
      job: jobKey('p1', 'film'),
      statement: {
        gate: { jobId: 'film', stage: 'mix' },
        outcome: { status: 'approved', by: timeout },
      },
    });
    const rejected = anEvent({ ...gate, source, type: 'gate.rejected', data: {} });
    expect(effectsOf(rejected)[0]).toMatchObject({
      kind: 'settle',
      statement: { outcome: { status: 'denied', by: { id: 'pipeline', name: 'pipeline' } } },
    });
  });

  it('settles a request that was decided elsewhere, with its source', () => {
    const data = {
      approval_id: 'ap-77',
      decided_by: { id: '1001', name: 'Ben', via: 'cli' },
      reason: 'freeze',
    };
    const [first, second] = effectsOf(anEvent({ type: 'job.denied', data }));
    expect(first).toEqual({
      kind: 'settle',
      position: `${ARRIVED}-0`,
      job: jobKey('p1', 'j1'),
      statement: {
        key: approvalKey({ projectId: 'p1', visibility: 'public' }, 'ap-77'),
        approvalId: 'ap-77',
        projectId: 'p1',
        source: 'runner',
        outcome: {
          status: 'denied',
          by: { id: '1001', name: 'Ben', via: 'cli' },
          reason: 'freeze',
          elsewhere: { source: 'runner' },
          at: new Date(ARRIVED).toISOString(),
        },
      },
    });
    expect(second).toMatchObject({
      kind: 'report',
      reported: { approvalId: 'ap-77', projectId: 'p1', status: 'denied' },
    });
  });

  it('finds the request of a decision by its cause if it names none', () => {
    const [first] = effectsOf(anEvent({ type: 'job.approved', data: {}, causationId: 'e1' }));
    const runner = { id: 'runner', name: 'runner' };
    const statement = { approvalId: 'e1', outcome: { by: runner } };
    expect(first).toMatchObject({ kind: 'settle', statement });
  });

  it('records the newest sign of life of each job, but not its own announcements', () => {
    const own = { own: { writesGate: false } };
    const signs = effectsOf(
      anEvent({ jobId: 'a' }),
      anEvent({ jobId: 'b', projectId: 'p2', time: '2026-03-02T09:00:01.000Z' }),
      anEvent({ jobId: 'a', time: '2026-03-02T09:00:02.000Z' }),
      anEvent({ ...own, jobId: 'a', type: 'job.approved', data: { approval_id: 'x' } }),
      anEvent({ ...own, jobId: 'c', type: 'job.denied', data: { approval_id: 'y' } }),
    ).filter(({ kind }) => kind === 'alive');
    expect(signs).toEqual([
      {
        ...{ kind: 'alive', job: jobKey('p1', 'a') },
        ...{ position: `${ARRIVED}-2`, at: '2027-03-02T09:00:00.000Z' },
      },
      {
        ...{ kind: 'alive', job: jobKey('p2', 'b') },
        ...{ position: `${ARRIVED}-1`, at: '2027-03-02T09:00:00.000Z' },
      },
    ]);
  });

  it.each(['job.completed', 'job.failed', 'job.canceled'])(
    'withdraws the pending requests of a job on %s',
    (type) => {
      expect(kindsOf(anEvent({ type })).filter(isOfRequests)).toEqual([
        'gather',
        'withdraw',
        'end_standing',
        'alive',
        'job',
      ]);
    },
  );

  it('ends what was approved in advance for a session or job that ends', () => {
    const ended = (...events: CanonicalEvent[]) =>
      effectsOf(...events).flatMap((effect) =>
        effect.kind === 'end_standing' ? effect.within.map((one) => [one, effect.ending.why]) : [],
      );
    const closed = anEvent({ type: 'session.closed', sessionId: 's1', projectId: 'p1' });
    const session = { kind: 'session', projectId: 'p1', id: 's1' };
    expect(ended(closed)).toEqual([
      [{ ...session, visibility: 'internal' }, 'session'],
      [{ ...session, visibility: 'public' }, 'session'],
    ]);
    expect(ended({ ...closed, visibility: 'internal' })).toEqual([
      [{ ...session, visibility: 'internal' }, 'session'],
    ]);
    const failed = anEvent({ type: 'job.failed', jobId: 'j1', projectId: 'p1' });
    const job = { kind: 'job', projectId: 'p1', id: 'j1' };
    expect(ended(failed)).toEqual([
      [{ ...job, visibility: 'internal' }, 'job'],
      [{ ...job, visibility: 'public' }, 'job'],
    ]);
    expect(ended(anEvent({ type: 'session.error', sessionId: 's1' }))).toEqual([]);
  });

  it('withdraws nothing public because of an internal event', () => {
    const internal = { visibility: 'internal' } as const;
    const end = { type: 'job.completed' };
    const public_ = anEvent({ type: 'job.started' });
    const ends = (...events: CanonicalEvent[]) =>
      kindsOf(...events).filter((kind) => kind === 'withdraw').length;
    expect(ends(public_, anEvent({ ...end, ...internal }), anEvent())).toBe(0);
    expect(ends(public_, anEvent({ ...end, ...internal }), anEvent(end))).toBe(1);
    expect(ends(anEvent({ ...end, ...internal }))).toBe(1);
  });

  it('withdraws nothing of a job that goes on internally after its end', () => {
    const asked = anEvent({ type: 'job.approval_needed', visibility: 'internal' });
    const after = kindsOf(anEvent({ type: 'job.failed' }), asked, anEvent());
    expect(after.filter((kind) => kind === 'withdraw')).toHaveLength(1);
  });

  it('does not withdraw requests that a job makes after a restart', () => {
    const again = [
      anEvent({ type: 'job.failed' }),
      anEvent({ type: 'job.started' }),
      anEvent({ type: 'job.approval_needed' }),
      anEvent(),
    ];
    expect(kindsOf(...again).filter(isOfRequests)).toEqual([
      ...['gather', 'withdraw', 'end_standing', 'ask', 'gather'],
      ...['alive', 'job', 'card'],
    ]);
  });
});
