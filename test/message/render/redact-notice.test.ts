import { describe, expect, it } from 'vitest';
import type { CanonicalEvent } from '../../../src/event/canonical-event.ts';
import type { Notice } from '../../../src/message/notice.ts';
import { redactedRender } from '../../../src/message/render/redact-notice.ts';
import { createRedaction } from '../../../src/redact/redaction.ts';
import { anEvent } from '../../helpers/events.ts';
import { aJob } from '../../helpers/memory-job-board.ts';
import { CREDENTIALS } from '../../redact/credentials.ts';
import { request } from '../approvals/approvals.ts';
import { render } from '../speaking.ts';
import { expectSound } from '../text/rich-texts.ts';

const shown = redactedRender(render, createRedaction({ redact: true }));
const SECRETS = CREDENTIALS.map(({ secret }) => secret);
const [SECRET = ''] = SECRETS;

const textOf = (notice: Notice, locale = 'en') =>
  shown(notice, locale)
    .map(({ body }) => body.text)
    .join('\n');
const eventText = (fields: Partial<CanonicalEvent>) =>
  textOf({ kind: 'event', event: anEvent(fields), alert: false });

/** Each kind, with a credential in each text of its event, request or job; requests keep their ids, logs come without. */
function everyNotice(): { readonly [K in Notice['kind']]: Extract<Notice, { kind: K }> } {
  const named = { projectId: SECRET, sessionId: SECRET, jobId: SECRET, stage: SECRET };
  const data = { error: SECRET, instruction: SECRET };
  const event = anEvent({ ...named, type: 'job.failed', data });
  const titled = { event, title: SECRET };
  const asked = { action: SECRET, reason: SECRET, title: SECRET, scope: SECRET, stage: SECRET };
  const ids = { id: SECRET, projectId: SECRET, sessionId: SECRET, jobId: SECRET };
  const approval = { request: { ...request, ...asked }, revision: 1, votes: [] };
  const steps = { count: 1, newest: [SECRET] };
  const job = aJob({ ...ids, title: SECRET, step: SECRET, steps, links: [`https://x/${SECRET}`] });
  const [key, token, now] = ['k'.repeat(22), 'a'.repeat(16), 0];
  const told = { count: 1, newest: [titled] };
  const member = { key, version: 1, isHere: true, approval };
  const tailed = { jobId: SECRET, title: SECRET, job: key, lines: [], state: 'live' } as const;
  return {
    event: { kind: 'event', ...titled, alert: true },
    digest: {
      ...{ kind: 'digest', groups: [{ events: [titled], more: 0 }], moreEvents: 0, alert: false },
    },
    summary: {
      ...{ kind: 'summary', failures: told, results: told, waiting: [approval], fixed: 0 },
      ...{ others: 0, now },
    },
    listing: { kind: 'listing', events: [titled], isCut: false },
    alert: {
      ...{ kind: 'alert', ...titled, position: '1-0', parts: [event], job: { ...job, key } },
      ...{ log: [], state: {} },
    },
    alerts: { kind: 'alerts', events: [titled], more: 0 },
    card: { kind: 'card', key, job, isOver: false, now },
    approval: { kind: 'approval', approval, token, now },
    bundle: { kind: 'bundle', token, requests: [member], isSent: true, now },
    superseded: { kind: 'superseded', approval },
    reminder: { kind: 'reminder', approval, now },
    tail: { kind: 'tail', ...tailed, since: 0 },
    'log-file': { kind: 'log-file', jobId: SECRET, state: 'whole', sizeBytes: 1 },
  };
}

describe('what is said in chats', () => {
  it.each(Object.values(everyNotice()))('hides it in each text of a $kind', (notice) => {
    const text = render(notice, 'en').map(({ body }) => body.text);
    expect(text.join('\n')).toContain(SECRET.slice(0, 8));
    expect(textOf(notice)).not.toContain(SECRET.slice(0, 8));
  });

  it.each(SECRETS)('never shows a part of %s, wherever the text around it is cut', (secret) => {
    for (const length of [0, 90, 150, 190, 230, 1_490]) {
      const text = `${'x '.repeat(length / 2)}${secret} and so on`;
      const event = anEvent({ type: 'job.failed', data: { error: text } });
      const approval = {
        request: { ...request, action: text, reason: text },
        revision: 1,
        votes: [],
      };
      const told = { count: 1, newest: [{ event, title: text }] };
      const groups = [{ events: [{ event, title: text }], more: 0 }];
      const notices: readonly Notice[] = [
        { kind: 'event', event, title: text, alert: true },
        { kind: 'digest', groups, moreEvents: 0, alert: false },
        {
          ...{ kind: 'summary', failures: told, results: told, waiting: [approval], fixed: 0 },
          ...{ others: 0, now: 0 },
        },
        { kind: 'approval', approval, token: 'a'.repeat(16), now: 0 },
        { kind: 'reminder', approval, now: 0 },
      ];
      for (const notice of notices) expect(textOf(notice)).not.toContain(secret.slice(0, 8));
    }
  });

  it('hides fields of an event that are named like a credential', () => {
    const data = { db_password: 'hunter2', env: { API_TOKEN: 'abcd' }, commit: 'abc1234' };
    const text = eventText({ type: 'shop.deployed', data });
    expect(text).not.toMatch(/hunter2|abcd\b/);
    expect(text).toContain('[redacted: password]');
    expect(text).toContain('abc1234');
  });

  it('hides credentials in ids, stage and envelope too', () => {
    const fields = { projectId: SECRET, jobId: SECRET, stage: SECRET, type: `x.${SECRET}` };
    expect(eventText({ ...fields, extensions: { message: SECRET } })).not.toContain(SECRET);
  });

  it('keeps all of an action but the credential itself', () => {
    const action = `helm upgrade shop --set db.password=hunter2 --token ${SECRET} --wait; rm -rf /tmp/x`;
    const approval = { request: { ...request, action }, revision: 1, votes: [] };
    const [message] = shown({ kind: 'approval', approval, token: 'a'.repeat(16), now: 0 }, 'en');
    expect(message?.body.text).toContain(
      'helm upgrade shop --set db.password=[redacted: password] --token [redacted: AWS key] --wait; rm -rf /tmp/x',
    );
    expect(message?.buttons).toEqual(
      render({ kind: 'approval', approval, token: 'a'.repeat(16), now: 0 }, 'en')[0]?.buttons,
    );
    if (message !== undefined) expectSound(message.body);
  });

  it('changes nothing if there is nothing to hide', () => {
    const event = anEvent({ type: 'job.failed', data: { error: 'exit code 1', tokens: 12 } });
    const notice = { kind: 'event', event, alert: true } as const;
    expect(shown(notice, 'de')).toEqual(render(notice, 'de'));
  });
});
