// What happened is in the last line of an error; wherever a failure is shown, however short, that line is.
import { describe, expect, it } from 'vitest';
import { causeOnly } from '../../../src/message/events/error-cause.ts';
import type { Notice } from '../../../src/message/notice.ts';
import { anEvent } from '../../helpers/events.ts';
import { render } from '../speaking.ts';

const CAUSE = 'OperationalError: server closed the connection';
const TRACEBACK = [
  'Traceback (most recent call last):',
  ...Array.from(
    { length: 30 },
    (_, at) => `  File "/srv/app/module_${at}.py", line ${at}, in call`,
  ),
  CAUSE,
  '',
].join('\n');

const FAILURES = [
  ['job.failed', 'error'],
  ['job.completed', 'error'],
  ['session.error', 'error'],
  ['agent.execution.failed', 'error_message'],
  ['backup.failed', 'stderr'],
] as const;

const failed = (type: string, field: string, id = 'e1') => ({
  event: anEvent({ id, type, data: { success: false, [field]: TRACEBACK } }),
  title: 'Migrate orders',
});

type Failed = ReturnType<typeof failed>;

/** Every message that shows failures; that of a single one is in render-alert.test.ts. */
const SHOWN: Readonly<Record<string, (one: Failed) => Notice>> = {
  'an event': (one) => ({ kind: 'event', ...one, alert: true }),
  'a few failures': (one) => ({ kind: 'alerts', events: [one], more: 0 }),
  'many failures': (one) => ({
    kind: 'alerts',
    events: Array.from({ length: 5 }, () => one),
    more: 0,
  }),
  'a digest': (one) => ({
    ...{ kind: 'digest', alert: true, moreEvents: 0 },
    groups: [{ events: [one, failed('job.failed', 'error', 'e2')], more: 0 }],
  }),
  'a summary': (one) => ({
    ...{ kind: 'summary', waiting: [], others: 0, fixed: 0, now: 0 },
    failures: { count: 1, newest: [one] },
    results: { count: 0, newest: [] },
  }),
};

describe.each(FAILURES)('an error of %s, in its field %s', (type, field) => {
  it.each(Object.entries(SHOWN))('says what happened in %s', (_, notice) => {
    const text = render(notice(failed(type, field)), 'en')
      .map(({ body }) => body.text)
      .join('\n');
    const [first = ''] = text.split('\n').filter((line) => /Traceback|OperationalError/.test(line));
    expect(first).toContain(CAUSE);
  });
});

describe('anything but a failure', () => {
  it('is shown as it is', () => {
    const event = anEvent({ type: 'job.progress', data: { stderr: 'one\ntwo' } });
    expect(causeOnly(event)).toBe(event);
  });
});
