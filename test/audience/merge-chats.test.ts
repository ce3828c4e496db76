import { describe, expect, it } from 'vitest';
import type { Chat, Subscription } from '../../src/audience/chat-book.ts';
import { mergeChats } from '../../src/audience/merge-chats.ts';

const OLD: Chat = {
  id: -5,
  kind: 'group',
  title: 'Night shift',
  locale: 'de',
  level: 'errors',
  subscriptions: [{ kind: 'project', id: 'lab', by: 1 }],
  sponsors: [1, 2],
};
const FRESH: Chat = {
  id: -1005,
  kind: 'group',
  title: 'Night shift 2',
  locale: 'en',
  level: 'all',
  subscriptions: [
    { kind: 'project', id: 'lab', by: 1 },
    { kind: 'project', id: 'shop', by: 3 },
  ],
  sponsors: [2, 3],
};

describe('the supergroup that a group became', () => {
  it('is like the group, also for a while unreachable', () => {
    expect(mergeChats({ ...OLD, inactive: 'kicked' }, undefined, -1005)).toEqual({
      ...OLD,
      id: -1005,
    });
  });

  it('keeps the settings of the group where somebody wrote in it first, and what either got', () => {
    expect(mergeChats(OLD, FRESH, -1005)).toEqual({
      ...OLD,
      id: -1005,
      title: 'Night shift 2',
      subscriptions: FRESH.subscriptions,
      sponsors: [1, 2, 3],
    });
  });
});

it('keeps what topics of either have for themselves, that of the group where both have', () => {
  const old = { ...OLD, topics: { 7: { level: 'off' } } } as const;
  const fresh = { ...FRESH, topics: { 7: { level: 'all' }, 8: { cards: 'off' } } } as const;
  expect(mergeChats(old, fresh, -1005).topics).toEqual({
    7: { level: 'off' },
    8: { cards: 'off' },
  });
  expect(mergeChats(OLD, fresh, -1005).topics).toEqual(fresh.topics);
});

describe('a subscription that both had', () => {
  const one: Subscription = { kind: 'job', id: 'j', projectId: 'lab', topicId: 7, by: 1 };
  const merged = (other: Subscription) =>
    mergeChats({ ...OLD, subscriptions: [one] }, { ...FRESH, subscriptions: [other] }, -1005)
      .subscriptions;

  it('is there once', () => {
    expect(merged({ ...one })).toEqual([one]);
  });

  it.each<Partial<Subscription>>([
    { kind: 'session' },
    { id: 'k' },
    { projectId: 'shop' },
    { topicId: 8 },
    { by: 2 },
  ])('is another one with %j', (fields) => {
    const other = { ...one, ...fields };
    expect(merged(other)).toEqual([one, other]);
  });
});
