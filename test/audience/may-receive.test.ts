// What a chat may be sent of events that happened long ago, by the rights that people have now.
import { expect, it } from 'vitest';
import type { Grant, Member } from '../../src/audience/access.ts';
import type { Chat } from '../../src/audience/chat-book.ts';
import { hasPeopleWithRoles, mayReceive } from '../../src/audience/may-receive.ts';
import { anEvent } from '../helpers/events.ts';

const ANA = 1001;
const ADMIN: Grant[] = [{ role: 'admin' }];
const VIEWER: Grant[] = [{ role: 'viewer' }];
const VIEWER_OF_P2: Grant[] = [{ role: 'viewer', projectId: 'p2' }];

function chatOf(kind: Chat['kind']): Chat {
  const id = kind === 'group' ? -100 : ANA;
  return {
    ...{ id, kind, title: '', locale: 'en', level: 'all', subscriptions: [], sponsors: [ANA] },
  };
}

function audienceOf(grants: Grant[], chat: Chat) {
  const member: Member = { userId: ANA, name: 'Ana', grants, knownAs: [] };
  return { revision: 1, chats: [chat], members: new Map([[ANA, member]]) };
}

it.each([
  { kind: 'private', visibility: 'public', grants: ADMIN, expected: true },
  { kind: 'private', visibility: 'internal', grants: ADMIN, expected: true },
  { kind: 'private', visibility: 'public', grants: VIEWER, expected: true },
  { kind: 'private', visibility: 'internal', grants: VIEWER, expected: false },
  { kind: 'private', visibility: 'public', grants: VIEWER_OF_P2, expected: false },
  { kind: 'private', visibility: 'public', grants: [], expected: false },
  { kind: 'group', visibility: 'public', grants: ADMIN, expected: true },
  { kind: 'group', visibility: 'internal', grants: ADMIN, expected: false },
  { kind: 'group', visibility: 'public', grants: VIEWER_OF_P2, expected: false },
  { kind: 'group', visibility: 'public', grants: [], expected: false },
] as const)('a $kind chat gets what is $visibility, set up by $grants: $expected', (one) => {
  const { kind, visibility, grants, expected } = one;
  const chat = chatOf(kind);
  const event = anEvent({ projectId: 'p1', visibility });
  const audience = audienceOf([...grants], chat);
  expect(mayReceive(chat, event, audience)).toBe(expected);
  expect(hasPeopleWithRoles(chat, audience)).toBe(grants.length > 0);
});
