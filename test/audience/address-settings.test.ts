import { describe, expect, it } from 'vitest';
import { settingsOf, withSettings } from '../../src/audience/address-settings.ts';
import { type Chat, decodeChat } from '../../src/audience/chat-book.ts';

const CHAT: Chat = {
  ...{ id: -10, kind: 'group', title: 'Team', locale: 'en', level: 'errors', cards: 'off' },
  mutedJobs: ['p job'],
  subscriptions: [{ kind: 'project', id: 'p', topicId: 7, by: 1 }],
  sponsors: [1],
};
const TOPIC = { topicId: 7 };
const OTHER = { topicId: 8 };
const AT = { key: 'chats' };
const LOUD = { mutedJobsUntil: {}, mutedUntil: '', quiet: 'off', zone: '' } as const;
const OF_CHAT = { level: 'errors', cards: 'off', mutedJobs: ['p job'], ...LOUD };

describe('the settings of a topic', () => {
  it('are those of the chat as it was stored before topics had any', () => {
    const stored = decodeChat(JSON.stringify(CHAT), AT);
    for (const address of [{}, TOPIC, OTHER]) expect(settingsOf(stored, address)).toEqual(OF_CHAT);
  });

  it('are its own one by one, and nobody else’s', () => {
    const loud = withSettings(CHAT, TOPIC, { level: 'all' });
    const muted = withSettings(loud, TOPIC, { mutedJobs: [] });
    const changed = decodeChat(JSON.stringify(withSettings(muted, OTHER, { cards: 'on' })), AT);
    expect(settingsOf(changed, TOPIC)).toEqual({
      level: 'all',
      cards: 'off',
      mutedJobs: [],
      ...LOUD,
    });
    expect(settingsOf(changed, OTHER)).toEqual({ ...OF_CHAT, cards: 'on' });
    expect(settingsOf(changed, {})).toEqual(OF_CHAT);
  });

  it('follow the chat in what they do not have themselves', () => {
    const loud = withSettings(CHAT, TOPIC, { level: 'all' });
    const changed = withSettings(loud, {}, { level: 'off', cards: 'on', mutedJobs: [] });
    expect(settingsOf(changed, TOPIC)).toEqual({
      level: 'all',
      cards: 'on',
      mutedJobs: [],
      ...LOUD,
    });
    expect(settingsOf(changed, OTHER).level).toBe('off');
  });
});

it('a chat’s mutes and quiet hours are stored while there are any, and a topic’s stand for themselves', () => {
  const quiet = { from: 1_320, to: 420, zone: 'UTC' };
  const held = {
    mutedUntil: '2026-11-29T22:00:00.000Z',
    mutedJobsUntil: { 'p job': 'x' },
    quiet,
    zone: 'UTC',
  };
  const changed = withSettings(CHAT, {}, held);
  expect(decodeChat(JSON.stringify(changed), AT)).toEqual({ ...CHAT, ...held });
  const loud = withSettings(changed, TOPIC, { mutedUntil: '', quiet: 'off' });
  expect(settingsOf(decodeChat(JSON.stringify(loud), AT), TOPIC)).toMatchObject({
    mutedUntil: '',
    quiet: 'off',
  });
  expect(settingsOf(loud, OTHER)).toMatchObject(held);
  expect(withSettings(changed, {}, LOUD)).toEqual(CHAT);
});

it('a private chat has one set of settings, in whichever topic they were set', () => {
  const changed = withSettings({ ...CHAT, kind: 'private' }, TOPIC, { level: 'all' });
  expect([changed.level, changed.topics]).toEqual(['all', undefined]);
  expect(settingsOf({ ...changed, topics: { 7: { level: 'off' } } }, TOPIC).level).toBe('all');
});

it('a chat’s usual settings are not stored', () => {
  const { cards: _, mutedJobs: __, ...usual } = CHAT;
  expect(withSettings(CHAT, {}, { cards: 'on', mutedJobs: [] })).toEqual(usual);
  expect(withSettings(usual, {}, { cards: 'off', mutedJobs: ['p job'] })).toEqual(CHAT);
});
