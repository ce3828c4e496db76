// The people and the group of the tests of commands.
import type { User } from 'grammy/types';
import type { Chat } from '../../../src/audience/chat-book.ts';

export const EMPTY_GROUP: Chat = {
  id: -1_001_000_000_001,
  kind: 'group',
  ...{ title: 'Shop team', locale: 'en', level: 'all' },
  subscriptions: [],
  sponsors: [],
};

/** As Telegram describes them. */
export const PEOPLE = new Map<number, User>(
  [
    { id: 1001, first_name: 'Ana', language_code: 'en' },
    { id: 1002, first_name: 'Ben', last_name: 'Weber', language_code: 'de' },
    { id: 1003, first_name: 'Cleo', language_code: 'en' },
    { id: 1004, first_name: 'Dan', language_code: 'en' },
  ].map((user) => [user.id, { is_bot: false, ...user }]),
);
