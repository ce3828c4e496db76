import { describe, expect, it } from 'vitest';
import type { Notice } from '../../../src/message/notice.ts';
import { withOpening } from '../../../src/message/pages/with-opening.ts';
import { redactedRender } from '../../../src/message/render/redact-notice.ts';
import { createRedaction } from '../../../src/redact/redaction.ts';
import { anEvent } from '../../helpers/events.ts';
import { aJob } from '../../helpers/memory-job-board.ts';
import { CREDENTIALS } from '../../redact/credentials.ts';
import { request } from '../approvals/approvals.ts';
import { render, translator } from '../speaking.ts';

const redaction = createRedaction({ redact: true });
const shown = withOpening(redactedRender(render, redaction), { translator, redaction });
const [{ secret } = { secret: '' }] = CREDENTIALS;

const approval = { request, revision: 1, votes: [] };
const token = 'a'.repeat(16);
const about = (jobId: string | undefined, projectId = 'acme/web') => ({
  event: anEvent({ type: 'job.completed', jobId, projectId } as Parameters<typeof anEvent>[0]),
});
const group = (...events: ReturnType<typeof about>[]) => ({ events, more: 0 });
const digest = (...groups: ReturnType<typeof group>[]): Notice => ({
  ...{ kind: 'digest', groups, moreEvents: 0, alert: false },
});
const card = (fields = {}): Notice => ({
  ...{ kind: 'card', key: 'k'.repeat(22), isOver: false, now: 0 },
  job: aJob({ projectId: 'acme/web', ...fields }),
});
const opens = (notice: Notice, locale = 'en') => shown(notice, locale).map((one) => one.opens);
const pathsOf = (notice: Notice) => opens(notice).map((one) => one?.path);

describe('what a message opens in the dashboard', () => {
  it.each<readonly [string, Notice, string]>([
    ['a card', card({ id: 'j 1' }), '/jobs/j%201?project=acme%2Fweb'],
    ['an outcome', { kind: 'event', ...about('j1'), alert: false }, '/jobs/j1?project=acme%2Fweb'],
    [
      'a request',
      { kind: 'approval', approval, token, now: 0 },
      '/approvals/ap-77?project=project-a',
    ],
    [
      'a reminder',
      { kind: 'reminder', approval, token, now: 0 },
      '/approvals/ap-77?project=project-a',
    ],
    ['a digest of one job', digest(group(about('j1'))), '/jobs/j1?project=acme%2Fweb'],
    ['a digest of several', digest(group(about('j1')), group(about('j2'))), '/jobs'],
    [
      'a digest of the same id in two projects',
      digest(group(about('j1')), group(about('j1', 'acme/app'))),
      '/jobs',
    ],
  ])('%s opens its page, and only its last message does', (_, notice, path) => {
    expect(pathsOf(notice)).toEqual([...pathsOf(notice).slice(0, -1).fill(undefined), path]);
  });

  it('the button is in the language of the chat', () => {
    expect(opens(card(), 'de').at(-1)?.label).toBe('↗️ Öffnen');
    expect(opens(card(), 'en').at(-1)?.label).toBe('↗️ Open');
  });

  it.each<readonly [string, Notice]>([
    ['news of no job', { kind: 'event', ...about(undefined), alert: false }],
    ['a digest of no job', digest(group(about(undefined)))],
    ['an earlier version of a request', { kind: 'superseded', approval }],
    ['a job whose id is hidden', card({ id: secret })],
    ['a job whose project is hidden', card({ projectId: secret })],
    [
      'a request whose id is hidden',
      {
        ...{ kind: 'approval', token, now: 0 },
        approval: { ...approval, request: { ...request, id: secret } },
      },
    ],
    ['a job with an id that no address can name', card({ id: '..' })],
    ['a job with an endless id', card({ id: 'x'.repeat(2_000) })],
  ])('%s opens nothing, and is shown as ever', (_, notice) => {
    expect(pathsOf(notice).every((path) => path === undefined)).toBe(true);
    expect(shown(notice, 'en').length).toBeGreaterThan(0);
  });
});
