import { describe, expect, it } from 'vitest';
import { NO_POLICY_FILE, type Policies } from '../../src/approvals/policy/policy-schema.ts';
import type { FileRoute } from '../../src/audience/file-route.ts';
import type { CanonicalEvent, JsonValue } from '../../src/event/canonical-event.ts';
import { jobKey } from '../../src/jobs/job-key.ts';
import { createFlow } from '../../src/routing/flow.ts';
import { anEvent } from '../helpers/events.ts';

const ARRIVED = Date.parse('2027-03-02T09:00:00.000Z');
const NOBODY = { revision: 1, members: new Map(), chats: [] };

const route = (silentAfterMs: number | undefined, match: FileRoute['match'] = {}): FileRoute => ({
  match,
  chats: [{ address: { chatId: -1 } }],
  ...(silentAfterMs === undefined ? {} : { silentAfterMs }),
});

function expectedUnder(routes: readonly FileRoute[], ...events: CanonicalEvent[]) {
  const policies: Policies = { ...NO_POLICY_FILE, routes };
  const jobs = { jobs: new Map(), homes: new Map() };
  const flow = createFlow({ audience: NOBODY, policies, jobs, newToken: () => 'token' });
  events.forEach((event, at) => {
    flow.add({ position: `${ARRIVED + at}-0`, event });
  });
  return flow.effects().filter((effect) => effect.kind === 'expect_sign');
}

const expected = (...events: CanonicalEvent[]) => expectedUnder([], ...events);
const says = (heartbeat: JsonValue, type = 'job.progress') =>
  anEvent({ type, data: { heartbeat_seconds: heartbeat } });

describe('the next sign of life of a job', () => {
  it('is expected as soon as an event of it says within which time', () => {
    expect(expected(anEvent({ type: 'job.started' }))).toEqual([]);
    expect(expected(says(600, 'job.started'), anEvent())).toEqual([
      {
        kind: 'expect_sign',
        position: `${ARRIVED + 1}-0`,
        job: jobKey('p1', 'j1'),
        limitMs: 600_000,
        at: new Date(ARRIVED + 1).toISOString(),
        isSign: true,
      },
    ]);
  });

  it.each([
    [5, 5_000],
    ['7.5', 7_500],
    [604_800, 604_800_000],
    [0, 0],
  ])('takes %j seconds', (given, limitMs) => {
    expect(expected(says(given))).toMatchObject([{ limitMs }]);
  });

  it.each([4.9, 604_801, -5, true, 'soon', null, [600]])('does not take %j', (given) => {
    expect(expected(says(given as JsonValue))).toEqual([]);
    expect(expected(says(60), says(given as JsonValue))).toMatchObject([{ limitMs: 60_000 }]);
  });

  it('follows the newest statement, which may turn it off', () => {
    expect(expected(says(60), says(600))).toMatchObject([{ limitMs: 600_000 }]);
    expect(expected(says(60), says('0'))).toMatchObject([{ limitMs: 0 }]);
  });

  it('is expected of no job that ended or waits for people', () => {
    for (const type of ['job.completed', 'job.failed', 'job.canceled', 'job.approval_needed']) {
      expect(expected(says(60), anEvent({ type }))).toMatchObject([{ limitMs: 0, isSign: true }]);
    }
    const denied = anEvent({ type: 'job.denied', own: { writesGate: false } });
    const asked = anEvent({ type: 'job.approval_needed' });
    expect(expected(says(60), asked, denied)).toMatchObject([{ limitMs: 60_000 }]);
  });

  it('is no announcement by jobwire itself', () => {
    const own = { own: { writesGate: false } };
    const approved = anEvent({ type: 'job.approved', data: { heartbeat_seconds: 60 }, ...own });
    expect(expected(approved)).toMatchObject([{ isSign: false }]);
    const reports = ['job.silent', 'job.heard'].map((type) => anEvent({ type, ...own }));
    expect(expectedUnder([route(60_000)], ...reports)).toEqual([]);
    expect(expected(says(60), ...reports)).toMatchObject([{ at: new Date(ARRIVED).toISOString() }]);
  });

  it('is expected where a route says so, the shortest of several', () => {
    const job = anEvent({ type: 'job.started' });
    const types = ['job.failed'] as const;
    const routes = [route(900_000), route(undefined), route(600_000, { job: ['j*'], types })];
    expect(expectedUnder(routes, job)).toMatchObject([{ limitMs: 600_000 }]);
    expect(expectedUnder([route(600_000, { project: ['other'] })], job)).toEqual([]);
    expect(expectedUnder([route(600_000, { session: ['other'] })], job)).toEqual([]);
    expect(expectedUnder(routes, says(1_200))).toMatchObject([{ limitMs: 1_200_000 }]);
    expect(expectedUnder(routes, says(0))).toMatchObject([{ limitMs: 0 }]);
  });
});

describe('a report of silence', () => {
  it('changes nothing about its job', () => {
    const flow = createFlow({
      audience: NOBODY,
      policies: NO_POLICY_FILE,
      jobs: { jobs: new Map(), homes: new Map() },
      newToken: () => 'token',
    });
    const own = { own: { writesGate: false } };
    flow.add({ position: `${ARRIVED}-0`, event: anEvent({ type: 'job.silent', ...own }) });
    flow.add({ position: `${ARRIVED}-1`, event: anEvent({ type: 'job.heard', ...own }) });
    expect(flow.effects()).toEqual([]);
  });
});
