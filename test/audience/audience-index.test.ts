import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { type Grant, type Member, ROLES } from '../../src/audience/access.ts';
import { type Audience, type Chat, LEVELS } from '../../src/audience/chat-book.ts';
import type { FileRoute } from '../../src/audience/file-route.ts';
import { route } from '../../src/audience/route.ts';
import type { CanonicalEvent } from '../../src/event/canonical-event.ts';
import { anEvent } from '../helpers/events.ts';
import { plainRoute } from './plain-route.ts';

/** Few names, so that they meet, and mostly people who may see something. */
const PROJECTS = ['p1', 'p2'] as const;
const IDS = ['x', ''] as const;
const PEOPLE = [1, 2, 3] as const;

const seldom = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** Without the fields that are absent: `exactOptionalPropertyTypes`, as what is stored has it. */
function given<T extends object>(value: T) {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));
}

const aGrant = fc
  .record({ role: fc.constantFrom(...ROLES), projectId: seldom(fc.constantFrom(...PROJECTS)) })
  .map((grant) => given(grant) as unknown as Grant);

const aMember = fc
  .record({
    userId: fc.constantFrom(...PEOPLE),
    grants: fc.array(aGrant, { minLength: 1, maxLength: 3 }),
  })
  .map((member): Member => ({ ...member, name: 'somebody', knownAs: [] }));

const aSubscription = fc
  .record({
    kind: fc.constantFrom('everything', 'project', 'session', 'job'),
    id: fc.constantFrom(...PROJECTS, ...IDS),
    projectId: maybe(fc.constantFrom(...PROJECTS)),
    topicId: maybe(fc.constantFrom(5, 6)),
    by: fc.constantFrom(...PEOPLE),
  })
  .map((subscription) => given(subscription) as unknown as Chat['subscriptions'][number]);

const aTopic = fc.record({ level: fc.constantFrom(...LEVELS) });

/** Private chats have the ids of people, groups negative ones. */
const aChat = fc
  .record({
    id: fc.constantFrom(...PEOPLE, 10, -10, -11, -12),
    level: fc.constantFrom('all', 'all', ...LEVELS),
    topics: maybe(fc.dictionary(fc.constantFrom('5', '6'), aTopic)),
    subscriptions: fc.array(aSubscription, { maxLength: 5 }),
    sponsors: fc.array(fc.constantFrom(...PEOPLE), { maxLength: 2 }),
    inactive: fc.constantFrom(...Array(7).fill(undefined), 'blocked'),
  })
  .map((chat) => {
    const kind = chat.id < 0 ? 'group' : 'private';
    return { ...(given(chat) as unknown as Chat), kind, title: '', locale: 'en' } as const;
  });

const anAudience = fc
  .record({
    chats: fc.uniqueArray(aChat, { selector: ({ id }) => id, maxLength: 8 }),
    members: fc.uniqueArray(aMember, { selector: ({ userId }) => userId, minLength: 1 }),
  })
  .map(({ chats, members }): Audience => {
    return { revision: 1, chats, members: new Map(members.map((one) => [one.userId, one])) };
  });

const anyEvent = fc
  .record({
    type: fc.constantFrom('job.progress', 'job.failed', 'job.approval_needed', 'job.denied'),
    projectId: maybe(fc.constantFrom(...PROJECTS)),
    sessionId: maybe(fc.constantFrom(...PROJECTS, ...IDS)),
    jobId: maybe(fc.constantFrom(...PROJECTS, ...IDS)),
    visibility: fc.constantFrom('public', 'public', 'internal'),
    recipients: fc.oneof(
      fc.constant('all'),
      fc.array(fc.constantFrom(...PEOPLE, 10, -10, -11, 77), { maxLength: 4 }),
    ),
  })
  .map((fields): CanonicalEvent => {
    const { projectId: _, sessionId: __, jobId: ___, ...event } = anEvent();
    return { ...event, ...(given(fields) as Partial<CanonicalEvent>) };
  });

const somePatterns = maybe(
  fc.array(fc.constantFrom('p1', 'p?', 'p*', 'x', '*'), { minLength: 1, maxLength: 2 }),
);

const aRoute = fc
  .record({
    match: fc
      .record({
        project: somePatterns,
        session: somePatterns,
        job: somePatterns,
        types: maybe(fc.array(fc.constantFrom('*', 'job.*', 'job.failed'), { maxLength: 2 })),
      })
      .map(given),
    chats: fc.array(
      fc
        .record({
          address: fc
            .record({
              chatId: fc.constantFrom(...PEOPLE, -10, -20),
              topicId: maybe(fc.constant(5)),
            })
            .map(given),
          level: maybe(fc.constantFrom(...LEVELS)),
        })
        .map(given),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map((one) => one as unknown as FileRoute);

describe('an audience that is looked up by an index', () => {
  test.prop([anAudience, fc.array(anyEvent, { minLength: 1, maxLength: 6 }), fc.array(aRoute)], {
    numRuns: 2_000,
  })(
    'hears of what it hears of when every chat is asked, in the same order',
    (audience, events, routes) => {
      for (const event of events) {
        expect(route(event, audience, routes)).toEqual(plainRoute(event, audience, routes));
      }
    },
  );

  it('is not walked for an event that concerns few of it', () => {
    const looked = new Set<number>();
    const chats = Array.from({ length: 5_000 }, (_, at): Chat => {
      const chat = { id: at, kind: 'private', title: '', locale: 'en', level: 'all' } as const;
      const subscriptions = [{ kind: 'project', id: `p${at % 500}`, by: 1 }] as const;
      return Object.defineProperty({ ...chat, subscriptions, sponsors: [] }, 'kind', {
        get() {
          looked.add(at);
          return 'private';
        },
      });
    });
    const members = new Map([
      [1, { userId: 1, name: '', grants: [{ role: 'viewer' }], knownAs: [] }],
    ]);
    const audience = { revision: 1, chats, members } as unknown as Audience;
    route(anEvent({ projectId: 'none', visibility: 'internal' }), audience);
    looked.clear();
    const places = route(anEvent({ projectId: 'p7', visibility: 'internal' }), audience);
    expect([places.length, looked.size]).toEqual([0, 10]);
  });
});
