import { describe, expect, it } from 'vitest';
import { NO_POLICY_FILE } from '../../src/approvals/policy/policy-schema.ts';
import type { Audience } from '../../src/audience/chat-book.ts';
import type { CanonicalEvent } from '../../src/event/canonical-event.ts';
import { createFlow } from '../../src/routing/flow.ts';
import { anEvent } from '../helpers/events.ts';

const audience: Audience = {
  revision: 1,
  members: new Map([[1, { userId: 1, name: 'Ana', grants: [{ role: 'admin' }], knownAs: [] }]]),
  chats: [
    {
      ...{ id: 10, kind: 'private', title: '', locale: 'en', level: 'all' },
      ...{ subscriptions: [{ kind: 'everything', id: '', by: 1 }], sponsors: [1] },
    },
  ],
};
const NO_JOBS = { jobs: new Map(), homes: new Map() };
const ARRIVED = Date.parse('2027-03-02T09:00:00.000Z');

function withoutProject({ projectId: _, ...event }: CanonicalEvent): CanonicalEvent {
  return event;
}

describe('an event that the flow fails on', () => {
  /** Its data can be looked at so often; then looking throws. */
  function failing(looks: number, type: string): CanonicalEvent {
    const fields = { instruction: 'sell', pr_links: ['https://a.example'], progress: 0.5 };
    let left = looks;
    const look = <T>(value: T): T => {
      if (left === 0) throw new Error('enough');
      left -= 1;
      return value;
    };
    const data = new Proxy(fields, {
      get: (target, name) => look(Reflect.get(target, name)),
      getOwnPropertyDescriptor: (target, name) =>
        look(Reflect.getOwnPropertyDescriptor(target, name)),
    });
    return anEvent({ type, data });
  }

  const around = {
    // Only what fails names the project, which would move the job there.
    before: withoutProject(anEvent({ type: 'job.started', time: '2026-03-02T08:00:00.000Z' })),
    after: withoutProject(anEvent({ type: 'job.progress' })),
  };

  it.each(['job.progress', 'job.approval_needed', 'job.denied', 'job.completed', 'gate.pause'])(
    'changes nothing, wherever %s fails',
    (type) => {
      let failures = 0;
      const settled = (looks: number) => {
        const flow = createFlow({
          ...{ audience, policies: NO_POLICY_FILE, jobs: NO_JOBS },
          newToken: () => 'token',
        });
        flow.add({ position: `${ARRIVED}-0`, event: around.before });
        let isTaken = true;
        try {
          flow.add({ position: `${ARRIVED}-1`, event: failing(looks, type) });
        } catch {
          isTaken = false;
          failures += 1;
        }
        const weight = flow.weight();
        flow.add({ position: `${ARRIVED}-2`, event: around.after });
        return { isTaken, weight, effects: flow.effects() };
      };
      const { before, after } = around;
      const without = createFlow({
        ...{ audience, policies: NO_POLICY_FILE, jobs: NO_JOBS },
        newToken: () => 'token',
      });
      without.add({ position: `${ARRIVED}-0`, event: before });
      const weight = without.weight();
      without.add({ position: `${ARRIVED}-2`, event: after });
      for (let looks = 0; ; looks += 1) {
        const { isTaken, ...rest } = settled(looks);
        if (isTaken) break;
        expect(rest).toEqual({ weight, effects: without.effects() });
      }
      expect(failures).toBeGreaterThan(3);
    },
  );
});

describe('the weight of a step', () => {
  it('grows by every address that is written to', () => {
    const chats = Array.from({ length: 30 }, (_, at) => ({
      ...{ id: 100 + at, kind: 'private', title: '', locale: 'en', level: 'all' },
      ...{ subscriptions: [{ kind: 'project', id: 'crowd', by: 1 }], sponsors: [1] },
    }));
    const flow = createFlow({
      audience: { ...audience, chats } as unknown as Audience,
      ...{ policies: NO_POLICY_FILE, jobs: NO_JOBS, newToken: () => 'token' },
    });
    const weights = ['crowd', 'crowd', 'nobody'].map((projectId, at) => {
      flow.add({ position: `${ARRIVED}-${at}`, event: anEvent({ projectId }) });
      return flow.weight();
    });
    expect(weights).toEqual([31, 62, 63]);
  });
});
