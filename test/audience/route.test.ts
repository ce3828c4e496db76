import { describe, expect, it } from 'vitest';
import type { Member } from '../../src/audience/access.ts';
import type { Audience, Chat } from '../../src/audience/chat-book.ts';
import { route } from '../../src/audience/route.ts';
import { anEvent } from '../helpers/events.ts';

const VIEWER = 1;
const ADMIN = 2;
const NARROW = 3;

function member(userId: number, grants: Member['grants']): Member {
  return { userId, name: `user-${userId}`, grants, knownAs: [] };
}

function audience(...chats: Partial<Chat>[]): Audience {
  const people = [
    member(VIEWER, [{ role: 'viewer' }]),
    member(ADMIN, [{ role: 'admin' }]),
    member(NARROW, [{ role: 'viewer', projectId: 'p2' }]),
  ];
  return {
    revision: 1,
    members: new Map(people.map((person) => [person.userId, person])),
    chats: chats.map((chat) => ({
      id: 10,
      kind: 'private',
      title: '',
      locale: 'en',
      level: 'all',
      subscriptions: [{ kind: 'everything', id: '', by: VIEWER }],
      sponsors: [VIEWER],
      ...chat,
    })),
  };
}

const chatsOf = (event = anEvent(), book = audience({})) =>
  route(event, book).map(({ address }) => address);

describe('route', () => {
  it('reaches a chat that wants everything', () => {
    expect(route(anEvent(), audience({}))).toEqual([
      { address: { chatId: 10 }, why: 'everything' },
    ]);
  });

  it.each([
    ['project', 'p1', 1],
    ['project', 'p2', 0],
    ['session', 'S1', 1],
    ['session', 'S2', 0],
    ['job', 'j1', 1],
    ['job', 'j2', 0],
  ] as const)('follows a subscription to %s %s', (kind, id, count) => {
    const book = audience({ subscriptions: [{ kind, id, by: VIEWER }] });
    expect(chatsOf(anEvent(), book)).toHaveLength(count);
  });

  it('brings a job or session bound to a project of no other project', () => {
    for (const [kind, id] of [
      ['job', 'j1'],
      ['session', 'S1'],
    ] as const) {
      const bound = (projectId: string) =>
        audience({ subscriptions: [{ kind, id, projectId, by: VIEWER }] });
      expect(chatsOf(anEvent(), bound('p1'))).toHaveLength(1);
      expect(chatsOf(anEvent(), bound('p2'))).toHaveLength(0);
    }
  });

  it('ends with the rights of whoever subscribed, and of whoever set the chat up', () => {
    const book = audience({}, { id: 11, subscriptions: [], sponsors: [VIEWER] });
    const named = anEvent({ recipients: [11] });
    expect([chatsOf(anEvent(), book), chatsOf(named, book)]).toEqual([
      [{ chatId: 10 }],
      [{ chatId: 11 }],
    ]);
    const without = { ...book, members: new Map([[VIEWER, member(VIEWER, [])]]) };
    expect([chatsOf(anEvent(), without), chatsOf(named, without)]).toEqual([[], []]);
  });

  it('reaches each topic of a forum once', () => {
    const subscriptions = [
      { kind: 'project', id: 'p1', by: VIEWER, topicId: 5 },
      { kind: 'job', id: 'j1', by: VIEWER, topicId: 5 },
      { kind: 'session', id: 'S1', by: VIEWER, topicId: 6 },
    ] as const;
    expect(chatsOf(anEvent(), audience({ id: -10, kind: 'group', subscriptions }))).toEqual([
      { chatId: -10, topicId: 5 },
      { chatId: -10, topicId: 6 },
    ]);
  });

  it('tells nothing of a project to somebody who may not see it', () => {
    const everything = [{ kind: 'everything', id: '', by: NARROW }] as const;
    expect(chatsOf(anEvent(), audience({ subscriptions: everything }))).toEqual([]);
    const other = anEvent({ projectId: 'p2' });
    expect(chatsOf(other, audience({ subscriptions: everything }))).toHaveLength(1);
  });

  it('tells nothing to the chat of somebody who lost every role', () => {
    const gone = [{ kind: 'everything', id: '', by: 99 }] as const;
    expect(chatsOf(anEvent(), audience({ subscriptions: gone }))).toEqual([]);
  });

  it('keeps internal events for the private chats of admins', () => {
    const internal = anEvent({ visibility: 'internal' });
    const byAdmin = [{ kind: 'everything', id: '', by: ADMIN }] as const;
    expect(chatsOf(internal, audience({}))).toEqual([]);
    expect(chatsOf(internal, audience({ subscriptions: byAdmin }))).toHaveLength(1);
    const group = audience({ kind: 'group', subscriptions: byAdmin });
    expect(chatsOf(internal, group)).toEqual([]);
  });

  it('lets named recipients override subscriptions, but not levels or rights', () => {
    const named = anEvent({ recipients: [10, 11, 12, 13] });
    const book = audience(
      { id: 10, subscriptions: [] },
      { id: 11, level: 'off' },
      { id: 12, sponsors: [NARROW] },
      { id: 14 },
    );
    expect(chatsOf(named, book)).toEqual([{ chatId: 10 }]);
  });

  it('says nothing to a chat that can not be reached', () => {
    expect(chatsOf(anEvent(), audience({ inactive: 'blocked' }))).toEqual([]);
  });

  it.each([
    [
      'all',
      [
        ...['job.progress', 'job.failed', 'job.completed', 'job.approval_needed', 'job.denied'],
        ...['job.silent', 'job.heard'],
      ],
    ],
    ['results', ['job.failed', 'job.completed', 'job.approval_needed', 'job.denied', 'job.silent']],
    ['errors', ['job.failed', 'job.completed', 'job.approval_needed', 'job.silent']],
    ['approvals', ['job.approval_needed', 'job.denied']],
    ['off', []],
  ] as const)('lets through at level %s what belongs there', (level, heard) => {
    const types = [
      'job.progress',
      'job.failed',
      'job.completed',
      'job.approval_needed',
      'job.denied',
      'job.silent',
      'job.heard',
    ];
    const book = audience({ level });
    const reached = types.filter(
      (type) => chatsOf(anEvent({ type, data: { success: false } }), book).length > 0,
    );
    expect(reached).toEqual(heard);
  });

  describe('a request', () => {
    const asks = (fields: Parameters<typeof anEvent>[0] = {}) =>
      anEvent({ type: 'job.approval_needed', ...fields });
    const group = {
      id: -10,
      kind: 'group',
      subscriptions: [{ kind: 'everything', id: '', by: VIEWER }],
    } as const;
    const admin = { id: ADMIN, sponsors: [ADMIN], subscriptions: [] } as const;

    it('reaches whom it would reach without recipients, and them too', () => {
      const book = audience(
        group,
        { id: 10, subscriptions: [] },
        { id: 11, level: 'off' },
        { id: 12, sponsors: [NARROW], subscriptions: [] },
        { id: 14, subscriptions: [] },
      );
      const routes = [{ match: {}, chats: [{ address: { chatId: -20 } }] }];
      for (const recipients of [[], [10], [10, 11, 12], [-10]]) {
        const places = route(asks({ recipients }), book, routes);
        expect(places).toEqual([
          { address: { chatId: -10 }, why: 'everything' },
          ...(recipients.includes(10) ? [{ address: { chatId: 10 }, why: 'recipient' }] : []),
          { address: { chatId: -20 }, why: 'route' },
        ]);
      }
    });

    it('does not come a second time to a chat that gets it in a topic', () => {
      const topic = { kind: 'everything', id: '', by: VIEWER, topicId: 5 } as const;
      const book = audience({ ...group, subscriptions: [topic] });
      expect(chatsOf(asks({ recipients: [-10] }), book)).toEqual([{ chatId: -10, topicId: 5 }]);
    });

    it('that reaches nobody who may decide goes to the admins', () => {
      const toAdmin = { address: { chatId: ADMIN }, why: 'admin' };
      const own = { id: VIEWER, subscriptions: [] };
      const off = { ...group, level: 'off' } as const;
      const gone = { ...group, inactive: 'kicked' };
      for (const chats of [[], [own], [off], [gone]]) {
        const book = audience(admin, ...chats);
        expect(route(asks(), book)).toEqual([toAdmin]);
        expect(route(asks({ recipients: [] }), book)).toEqual([toAdmin]);
        expect(route(asks({ visibility: 'internal' }), book)).toEqual([toAdmin]);
      }
      // A viewer's chat, whether it is subscribed or named by the producer, decides nothing.
      const watching = audience(admin, { id: VIEWER });
      expect(route(asks(), watching)).toEqual([
        { address: { chatId: VIEWER }, why: 'everything' },
        toAdmin,
      ]);
      const named = route(asks({ recipients: [VIEWER] }), audience(admin, own));
      expect(named).toEqual([{ address: { chatId: VIEWER }, why: 'recipient' }, toAdmin]);
      const crowd = audience(admin, { ...group, subscriptions: [] });
      expect(route(asks({ recipients: [-10] }), crowd)).toEqual([
        { address: { chatId: -10 }, why: 'recipient' },
        toAdmin,
      ]);
      expect(route(asks(), audience(admin, group))).toHaveLength(1);
      expect(route(anEvent({ recipients: [] }), audience(admin))).toEqual([]);
    });

    it('goes to no admin who wants to hear nothing, is gone, or is none of its project', () => {
      expect(route(asks(), audience({ ...admin, level: 'off' }))).toEqual([]);
      expect(route(asks(), audience({ ...admin, inactive: 'blocked' }))).toEqual([]);
      expect(route(asks(), audience({ id: NARROW, subscriptions: [] }))).toEqual([]);
    });
  });
});
