import { describe, expect, it } from 'vitest';
import type { Audience } from '../src/audience/chat-book.ts';
import type { CanonicalEvent } from '../src/event/canonical-event.ts';
import { flow } from '../src/flow.ts';
import { anEvent } from './helpers/events.ts';

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

function effectsOf(...events: CanonicalEvent[]) {
  const entries = events.map((event, at) => ({ position: `1-${at}`, event }));
  return flow({ entries, audience, jobs: new Map(), newToken: () => 'token' });
}

const kindsOf = (...events: CanonicalEvent[]) => effectsOf(...events).map(({ kind }) => kind);

describe('flow', () => {
  it('gathers news by session, in order, and puts the job on the board once', () => {
    const [first, second, third] = effectsOf(anEvent(), anEvent());
    const entry = { group: 'session:S1', weight: 'news' };
    expect(first).toMatchObject({ kind: 'gather', entry: { ...entry, position: '1-0' } });
    expect(second).toMatchObject({ kind: 'gather', entry: { ...entry, position: '1-1' } });
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
        expiresAt: '2026-03-02T09:15:00.000Z',
        onTimeout: 'deny',
      },
      copies: [{ address: { chatId: 10 }, token: 'token' }],
    });
    expect(second).toMatchObject({ kind: 'job', job: { status: 'waiting' } });
    expect(rest).toEqual([]);
  });

  it('settles a request that was decided elsewhere, and says so', () => {
    const data = {
      approval_id: 'ap-77',
      decided_by: { id: '1001', name: 'Ben', via: 'cli' },
      reason: 'freeze',
    };
    const [first, second] = effectsOf(anEvent({ type: 'job.denied', data }));
    expect(first).toEqual({
      kind: 'settle',
      approvalId: 'ap-77',
      outcome: {
        status: 'denied',
        by: { id: '1001', name: 'Ben', via: 'cli' },
        reason: 'freeze',
        at: '2026-03-02T09:00:00.000Z',
      },
    });
    expect(second).toMatchObject({ kind: 'gather' });
  });

  it('finds the request of a decision by its cause when it names none', () => {
    const [first] = effectsOf(anEvent({ type: 'job.approved', data: {}, causationId: 'e1' }));
    expect(first).toMatchObject({ kind: 'settle', approvalId: 'e1' });
  });

  it.each(['job.completed', 'job.failed', 'job.canceled'])(
    'withdraws what a job still asks for on %s',
    (type) => {
      expect(kindsOf(anEvent({ type }))).toEqual(['gather', 'withdraw', 'job']);
    },
  );

  it('does not withdraw what a job asks for after it was started again', () => {
    const again = [
      anEvent({ type: 'job.failed' }),
      anEvent({ type: 'job.started' }),
      anEvent({ type: 'job.approval_needed' }),
      anEvent(),
    ];
    expect(kindsOf(...again)).toEqual(['gather', 'withdraw', 'gather', 'ask', 'gather', 'job']);
  });
});
