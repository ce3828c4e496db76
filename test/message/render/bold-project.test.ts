// In every headline what happened is bold, and the project behind it is not.
import { describe, expect, it } from 'vitest';
import type { Notice } from '../../../src/message/notice.ts';
import { anEvent } from '../../helpers/events.ts';
import { aJob } from '../../helpers/memory-job-board.ts';
import { NOW, short, standing } from '../approvals/approvals.ts';
import { LOCALES, render } from '../speaking.ts';

const PROJECT = 'acme/gateway';
const TITLE = 'Fix the checkout';
const job = aJob({ title: TITLE, projectId: PROJECT });
const asked = { ...short, title: TITLE, projectId: PROJECT };
const member = (key: string) => ({
  ...{ key, version: 1, isHere: true },
  approval: standing({ ...asked, key, id: key }),
});
const card = { kind: 'card', key: 'k'.repeat(22), now: NOW } as const;
const request = { kind: 'approval', token: 'a'.repeat(22), now: NOW } as const;

const NOTICES: readonly (readonly [string, Notice])[] = [
  ['a card', { ...card, job, isOver: false }],
  ['a card that is over', { ...card, job: { ...job, status: 'completed' }, isOver: true }],
  ['an outcome', eventOf('job.completed')],
  ['a failure', eventOf('job.failed')],
  ['a request', { ...request, approval: standing(asked) }],
  ['a reminder', { kind: 'reminder', approval: standing(asked), now: NOW }],
  [
    'requests in one message',
    {
      ...{ kind: 'bundle', token: 'ab'.repeat(16), isSent: true, now: NOW },
      requests: [member('a1'), member('a2')],
    },
  ],
];

function eventOf(type: string): Notice {
  const event = anEvent({ type, projectId: PROJECT, jobId: 'j1' });
  return { kind: 'event', event, title: TITLE, alert: type === 'job.failed' };
}

describe.each([...LOCALES.keys()])('a headline in %s', (locale) => {
  it.each(NOTICES)('is bold up to the project: %s', (_, notice) => {
    const { text, spans } = render(notice, locale)[0]?.body ?? { text: '', spans: [] };
    const [line = ''] = text.split('\n');
    const project = line.indexOf(PROJECT);
    const bold = spans.filter(({ type, offset }) => type === 'bold' && offset < line.length);
    expect(project).toBeGreaterThan(0);
    expect(bold).not.toEqual([]);
    expect(bold.filter(({ offset, length }) => offset + length > project)).toEqual([]);
  });
});
