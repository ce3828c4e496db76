import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { Audience, Chat, Subscription } from '../../src/audience/chat-book.ts';
import type { FileRoute } from '../../src/audience/file-route.ts';
import { type ReasonedSubject, reasonsFor } from '../../src/audience/reasons/reasons-for.ts';
import { route } from '../../src/audience/route.ts';
import { anEvent } from '../helpers/events.ts';

const GROUP = -1;
const [ANA, CLEO] = [7, 8];
const members = new Map([
  [ANA, { userId: ANA, name: 'Ana', grants: [{ role: 'admin' as const }], knownAs: [] }],
  [
    CLEO,
    {
      userId: CLEO,
      name: 'Cleo',
      grants: [{ role: 'viewer' as const, projectId: 'p2' }],
      knownAs: [],
    },
  ],
]);

function audienceOf(id: number, subscriptions: readonly Subscription[]): Audience {
  const chat: Chat = {
    ...{ id, kind: id < 0 ? 'group' : 'private', title: 't', locale: 'en', level: 'all' },
    ...{ subscriptions, sponsors: [] },
  };
  return { revision: 1, chats: [chat], members };
}

const subject = (fields: Partial<ReasonedSubject> = {}): ReasonedSubject => {
  return { ...anEvent({ type: 'job.progress' }), isRequest: false, ...fields };
};
const everything = { kind: 'everything', id: '', by: ANA } as const;
const project = { kind: 'project', id: 'p1', by: ANA } as const;

describe('the reasons', () => {
  it('are all subscriptions of the address itself whose subscriber may see it', () => {
    const subscriptions = [
      project,
      { ...everything, by: CLEO },
      { ...project, topicId: 5 },
      everything,
    ];
    const sources = { audience: audienceOf(GROUP, subscriptions), routes: [] };
    const found = reasonsFor(subject(), { chatId: GROUP }, sources);
    expect(found).toEqual(
      [project, everything].map((subscription) => ({ kind: 'subscription', subscription })),
    );
    expect(reasonsFor(subject(), { chatId: GROUP, topicId: 5 }, sources)).toHaveLength(1);
  });

  it('are routes of the policy file, with their level, and never for what is internal', () => {
    const chats = [{ address: { chatId: GROUP }, level: 'errors' as const }];
    const routes: FileRoute[] = [
      { match: { project: ['p*'] }, chats },
      { match: { project: ['q'] }, chats },
    ];
    const sources = { audience: audienceOf(GROUP, []), routes };
    expect(reasonsFor(subject(), { chatId: GROUP }, sources)).toEqual([
      { kind: 'route', route: routes[0], level: 'errors' },
    ]);
    expect(reasonsFor(subject({ visibility: 'internal' }), { chatId: GROUP }, sources)).toEqual([]);
  });

  it('are that the event names the chat, or that nobody else could decide', () => {
    const sources = { audience: audienceOf(ANA, []), routes: [] };
    const here = { chatId: ANA };
    expect(reasonsFor(subject({ recipients: [ANA] }), here, sources)).toEqual([
      { kind: 'recipient' },
    ]);
    expect(reasonsFor(subject({ isRequest: true }), here, sources)).toEqual([{ kind: 'admin' }]);
    expect(reasonsFor(subject(), here, sources)).toEqual([]);
  });

  const subscription = fc.record({
    kind: fc.constantFrom('everything', 'project', 'session', 'job'),
    id: fc.constantFrom('p1', 'p2', 'S1', 'j1'),
    by: fc.constantFrom(ANA, CLEO),
  });
  test.prop([fc.array(subscription, { maxLength: 4 }), fc.constantFrom('p1', 'p2'), fc.boolean()])(
    'are there exactly where routing delivers at the level `all`',
    (subscriptions, projectId, isForOne) => {
      const audience = audienceOf(GROUP, subscriptions);
      const event = anEvent({
        projectId,
        type: 'job.progress',
        ...(isForOne ? { recipients: [ANA] } : {}),
      });
      const reasons = reasonsFor(
        { ...event, isRequest: false },
        { chatId: GROUP },
        { audience, routes: [] },
      );
      expect(reasons.length > 0).toBe(route(event, audience).length > 0);
    },
  );
});
