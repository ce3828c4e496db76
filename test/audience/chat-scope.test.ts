import { describe, expect, it } from 'vitest';
import type { Rights } from '../../src/audience/access.ts';
import type { Subscription } from '../../src/audience/chat-book.ts';
import { isEffective, isInScope } from '../../src/audience/chat-scope.ts';
import type { FileRoute } from '../../src/audience/file-route.ts';

const VIEWER = 1;
const LAB_ONLY = 2;
const members = new Map<number, Rights>([
  [VIEWER, { grants: [{ role: 'viewer' }] }],
  [LAB_ONLY, { grants: [{ role: 'admin', projectId: 'lab' }] }],
]);
const JOB = { projectId: 'lab', sessionId: 'S', jobId: 'j', visibility: 'public' } as const;

function scope(subscriptions: readonly Subscription[], routes: readonly FileRoute[] = []) {
  return (subject: Parameters<typeof isInScope>[1], topicId?: number) =>
    isInScope(
      {
        chat: { subscriptions },
        address: topicId === undefined ? { chatId: -1 } : { chatId: -1, topicId },
      },
      subject,
      { members, routes },
    );
}

describe('what a group gets', () => {
  it('in a closed topic is shown outside of topics, by subscription and by route', () => {
    const chats = [{ address: { chatId: -1, topicId: 8 } }];
    const routes = [{ match: { project: ['shop'] }, chats }];
    const subscriptions = [{ kind: 'project', id: 'lab', topicId: 7, by: VIEWER }] as const;
    const shown = (topicId: number | undefined, projectId: string, closedTopics: number[]) =>
      isInScope(
        {
          chat: { subscriptions, closedTopics },
          address: topicId === undefined ? { chatId: -1 } : { chatId: -1, topicId },
        },
        { projectId, visibility: 'public' },
        { members, routes },
      );
    for (const [topicId, projectId] of [[7, 'lab'] as const, [8, 'shop'] as const]) {
      expect(shown(undefined, projectId, [])).toBe(false);
      expect(shown(undefined, projectId, [topicId])).toBe(true);
      expect(shown(9, projectId, [topicId])).toBe(false);
      expect(shown(topicId, projectId, [topicId])).toBe(true);
    }
  });

  it.each([
    ['project', 'lab'],
    ['session', 'S'],
    ['job', 'j'],
    ['everything', ''],
  ] as const)('is what it subscribed to: %s', (kind, id) => {
    const gets = scope([{ kind, id, by: VIEWER }]);
    expect(gets(JOB)).toBe(true);
    expect(gets({ ...JOB, visibility: 'internal' })).toBe(false);
    expect(gets(JOB, 7)).toBe(false);
    if (kind !== 'everything') {
      expect(gets({ projectId: 'shop', sessionId: 'T', jobId: 'k', visibility: 'public' })).toBe(
        false,
      );
    }
  });

  it('is never more than the one who subscribed may see, now', () => {
    expect(scope([{ kind: 'everything', id: '', by: LAB_ONLY }])(JOB)).toBe(true);
    const shop = { ...JOB, projectId: 'shop' };
    expect(scope([{ kind: 'everything', id: '', by: LAB_ONLY }])(shop)).toBe(false);
    expect(scope([{ kind: 'everything', id: '', by: 3 }])(JOB)).toBe(false);
  });

  it('is of one topic what is subscribed there', () => {
    const gets = scope([{ kind: 'project', id: 'lab', topicId: 7, by: VIEWER }]);
    expect([gets(JOB, 7), gets(JOB, 8), gets(JOB)]).toEqual([true, false, false]);
  });

  it('of a job that is bound to a project is no other project’s job of that id', () => {
    const gets = scope([{ kind: 'job', id: 'j', projectId: 'lab', by: VIEWER }]);
    expect([gets(JOB), gets({ ...JOB, projectId: 'shop' })]).toEqual([true, false]);
  });

  it('is what a route of the policy file brings; of single types no whole job', () => {
    const chats = [{ address: { chatId: -1 } }];
    const request = { ...JOB, type: 'job.approval_needed' };
    const all = scope([], [{ match: { project: ['l*'] }, chats }]);
    expect([all(JOB), all(request), all({ ...JOB, projectId: 'shop' })]).toEqual([
      true,
      true,
      false,
    ]);
    const some = scope([], [{ match: { types: ['job.approval_needed'] }, chats }]);
    expect([some(JOB), some(request)]).toEqual([false, true]);
    const failures = scope([], [{ match: { types: ['job.failed'] }, chats }]);
    expect([failures(JOB), failures(request)]).toEqual([false, false]);
    expect(scope([], [{ match: {}, chats: [{ address: { chatId: -2 } }] }])(JOB)).toBe(false);
  });
});

describe('a subscription', () => {
  it('brings nothing any more when its person lost the right to it', () => {
    const by = LAB_ONLY;
    expect(isEffective({ kind: 'project', id: 'lab', by }, members)).toBe(true);
    expect(isEffective({ kind: 'project', id: 'shop', by }, members)).toBe(false);
    expect(isEffective({ kind: 'job', id: 'j', projectId: 'shop', by }, members)).toBe(false);
    expect(isEffective({ kind: 'job', id: 'j', by }, members)).toBe(true);
    expect(isEffective({ kind: 'everything', id: '', by: 3 }, members)).toBe(false);
  });
});

describe('a route of the policy file', () => {
  const chats = [{ address: { chatId: -1 } }];
  const subject = { ...JOB, type: 'job.failed' };

  it.each([
    ['everything', {}, true, true],
    ['everything of a project', { project: ['lab'] }, true, true],
    ['everything of another', { project: ['shop'] }, false, false],
    ['some types, this one among them', { types: ['job.failed'] }, true, false],
    ['other types', { types: ['job.started'] }, false, false],
  ] as const)(
    'for %s shows an event of that type, and a whole job only where all types are meant',
    (...[, match, event, job]) => {
      const gets = scope([], [{ match, chats }]);
      expect([gets(subject), gets(JOB)]).toEqual([event, job]);
    },
  );
});
