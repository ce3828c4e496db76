import { describe, expect, it } from 'vitest';
import { NO_POLICY_FILE } from '../../src/approvals/policy/policy-schema.ts';
import type { Audience, Chat } from '../../src/audience/chat-book.ts';
import type { CanonicalEvent } from '../../src/event/canonical-event.ts';
import type { BacklogEntry } from '../../src/routing/backlog.ts';
import { composeStep } from '../../src/routing/compose-step.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { anEvent } from '../helpers/events.ts';

const member = { userId: 1, name: '', grants: [{ role: 'admin' }], knownAs: [] } as const;

/** This many chats, all of which get project p1. */
function crowd(size: number): Audience {
  const chats = Array.from({ length: size }, (_, at): Chat => {
    const chat = { id: at, kind: 'private', title: '', locale: 'en', level: 'all' } as const;
    return { ...chat, subscriptions: [{ kind: 'project', id: 'p1', by: 1 }], sponsors: [1] };
  });
  return { revision: 7, chats, members: new Map([[1, member]]) };
}

function entries(count: number, event: (at: number) => CanonicalEvent = () => anEvent()) {
  return Array.from(
    { length: count },
    (_, at): BacklogEntry => ({ kind: 'event', position: `1-${at}`, event: event(at) }),
  );
}

/** Each look at it finds it later by so much. */
function creepingClock(ms: number) {
  let now = 0;
  return {
    ...systemClock,
    monotonic: () => {
      now += ms;
      return now;
    },
  };
}

async function compose(
  some: readonly BacklogEntry[],
  { audience = crowd(1), clock = systemClock } = {},
) {
  const jobs = async () => ({ jobs: new Map(), homes: new Map() });
  const deps = { store: { jobs }, chatBook: { audience: async () => audience }, clock };
  return composeStep(some, { ...deps, policies: NO_POLICY_FILE });
}

describe('a route step', () => {
  it('takes no more entries than go to 20,000 addresses', async () => {
    const { count, effects, revision } = await compose(entries(600), {
      audience: crowd(250),
      clock: creepingClock(0),
    });
    // Each goes to 250 chats and to its job.
    expect([count, revision]).toEqual([80, 7]);
    expect(effects.filter(({ kind }) => kind === 'gather')).toHaveLength(80);
  });

  it('takes a single entry, however many chats that concerns', async () => {
    const { count, effects } = await compose(entries(3), { audience: crowd(50_000) });
    expect(count).toBe(1);
    const [gather] = effects;
    expect(gather?.kind === 'gather' && gather.addresses.length).toBe(50_000);
  });

  it('ends after its computing time, never without an entry', async () => {
    const quick = await compose(entries(600), { clock: creepingClock(0.001) });
    expect(quick.count).toBe(600);
    const slow = await compose(entries(600), { clock: creepingClock(1) });
    expect(slow.count).toBeGreaterThan(1);
    expect(slow.count).toBeLessThan(60);
    const slowest = await compose(entries(600), { clock: creepingClock(1_000) });
    expect(slowest.count).toBe(1);
  });

  it('lets other work run while it is computed', async () => {
    let turns = 0;
    let isDone = false;
    const other = () => {
      turns += 1;
      if (!isDone) setImmediate(other);
    };
    setImmediate(other);
    const { count } = await compose(entries(600), { clock: creepingClock(1) });
    isDone = true;
    expect(turns).toBeGreaterThanOrEqual(3);
    expect(turns).toBeLessThan(count);
  });

  it('leaves out what is not an event, with the reason', async () => {
    const odd = [null, 5, [], {}, { type: 'job.started' }, { ...anEvent(), publishedBy: null }];
    const [first, ...others] = entries(odd.length + 1);
    const wrong = odd.map((event, at): BacklogEntry => {
      return { kind: 'event', position: `2-${at}`, event: event as unknown as CanonicalEvent };
    });
    const unreadable = { kind: 'unreadable', position: '3-0', reason: 'no JSON' } as const;
    const some = [unreadable, ...wrong, ...(first === undefined ? [] : [first]), ...others];
    const { count, effects } = await compose(some, { clock: creepingClock(0) });
    expect(count).toBe(some.length);
    const dead = effects.filter(({ kind }) => kind === 'dead_letter');
    expect(dead.map((letter) => 'position' in letter && letter.position)).toEqual([
      '3-0',
      ...odd.map((_, at) => `2-${at}`),
    ]);
    expect(effects.filter(({ kind }) => kind === 'gather')).toHaveLength(odd.length + 1);
  });
});
