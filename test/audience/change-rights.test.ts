import { describe, expect, it } from 'vitest';
import type { Grant } from '../../src/audience/access.ts';
import {
  concernsOf,
  mayChange,
  routeConcerns,
  subscriptionConcerns,
} from '../../src/audience/change-rights.ts';

const person = (...grants: Grant[]) => ({ grants });
const LAB_APPROVER = person({ role: 'approver', projectId: 'lab' });
const MIXED = person({ role: 'viewer' }, { role: 'approver', projectId: 'lab' });

describe('a change', () => {
  it('that touches no project is any approver’s, and no viewer’s', () => {
    expect(mayChange(LAB_APPROVER, [])).toBe(true);
    expect(mayChange(person({ role: 'viewer' }), [])).toBe(false);
    expect(mayChange(undefined, [])).toBe(false);
  });

  it('that touches several projects needs the right to each', () => {
    expect(mayChange(LAB_APPROVER, ['lab'])).toBe(true);
    expect(mayChange(LAB_APPROVER, ['lab', 'shop'])).toBe(false);
    expect(mayChange(LAB_APPROVER, [undefined])).toBe(false);
    expect(mayChange(person({ role: 'approver' }), ['lab', undefined])).toBe(true);
  });

  it('to what is not known yet concerns all that the person sees', () => {
    expect(mayChange(MIXED, concernsOf(MIXED))).toBe(false);
    expect(mayChange(LAB_APPROVER, concernsOf(LAB_APPROVER))).toBe(true);
  });
});

describe('a subscription concerns', () => {
  const of = (kind: 'everything' | 'project' | 'job', id: string, projectId?: string) => ({
    kind,
    id,
    by: 1,
    ...(projectId === undefined ? {} : { projectId }),
  });

  it.each([
    ['its project', of('project', 'lab'), ['shop'], ['lab']],
    ['the project it is bound to', of('job', 'j', 'lab'), ['shop'], ['lab']],
    ['what it may bring of its job', of('job', 'j'), ['lab', 'shop', undefined], ['lab']],
    ['all that the person sees', of('everything', ''), [], ['lab']],
  ] as const)('%s', (...[, subscription, found, concerns]) => {
    expect(subscriptionConcerns(subscription, LAB_APPROVER, found)).toEqual(concerns);
  });
});

describe('a route of the policy file concerns', () => {
  const chats = [{ address: { chatId: -1, topicId: 7 } }];

  it('the projects that it names, and all of them where it names a pattern or none', () => {
    const to = (project?: readonly string[]) =>
      routeConcerns({ chatId: -1 }, [{ match: project === undefined ? {} : { project }, chats }]);
    expect(to(['lab', 'shop'])).toEqual(['lab', 'shop']);
    for (const pattern of ['lab/*', 'la?', '*', 'shop*']) {
      expect(to(['lab', pattern]), pattern).toEqual([undefined]);
    }
    expect(to()).toEqual([undefined]);
  });

  it('no other chat, and no other topic', () => {
    const routes = [{ match: {}, chats }];
    expect(routeConcerns({ chatId: -2 }, routes)).toEqual([]);
    expect(routeConcerns({ chatId: -1, topicId: 8 }, routes)).toEqual([]);
    expect(routeConcerns({ chatId: -1, topicId: 7 }, routes)).toEqual([undefined]);
  });
});
