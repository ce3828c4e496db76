import { describe, expect, it } from 'vitest';
import type { CanonicalEvent } from '../../../src/event/canonical-event.ts';
import type { Notice } from '../../../src/message/notice.ts';
import { anEvent } from '../../helpers/events.ts';
import { aJob } from '../../helpers/memory-job-board.ts';
import { render } from '../speaking.ts';
import { expectSound } from '../text/rich-texts.ts';

type Alert = Extract<Notice, { kind: 'alert' }>;

const POSITION = '1795923091723-0';
const job = { ...aJob({ costUsd: 12.31, budgetUsd: 12, step: 'smoke' }), key: 'k'.repeat(22) };

function show(fields: Partial<CanonicalEvent>, more: Partial<Alert> = {}, locale = 'en') {
  const event = anEvent({ type: 'job.failed', ...fields });
  const notice = { kind: 'alert', event, parts: [], position: POSITION, job, log: [], state: {} };
  const [message, ...others] = render({ ...notice, ...more } as Alert, locale);
  if (message === undefined || others.length > 0) throw new Error('expected one message');
  expectSound(message.body);
  return message;
}

const lines = (...args: Parameters<typeof show>) => show(...args).body.text.split('\n');
const labels = (...args: Parameters<typeof show>) =>
  show(...args).buttons?.map((row) => row.map(({ label }) => label));

const TRACEBACK = [
  'Traceback (most recent call last):',
  ...Array.from(
    { length: 90 },
    (_, at) => `  File "/srv/app/module_${at}.py", line ${at}, in call`,
  ),
  'ConnectionRefusedError: [Errno 111] Connection refused: db:5432',
].join('\n');

describe('a failure', () => {
  it('says what failed, then the cause, that is the last line, and the lines before in a quote', () => {
    const shown = lines({ data: { error: TRACEBACK } }, { title: 'Roll out shop 3.8.1' });
    expect(shown[0]).toBe('❌ Roll out shop 3.8.1 failed · p1');
    expect(shown[1]).toContain('ConnectionRefusedError: [Errno 111] Connection refused: db:5432');
    expect(shown.slice(2, 12).at(-1)).toContain('module_89.py');
    const { spans } = show({ data: { error: TRACEBACK } }).body;
    expect(spans.filter(({ type }) => type === 'expandable')).toHaveLength(1);
  });

  it('says what else failed of the matter, without what it says already', () => {
    const stage = anEvent({
      type: 'stage.failed',
      stage: 'board',
      data: { error: 'Scene 5 is dark' },
    });
    const title = 'Trailer';
    const shown = lines({ data: { error: 'The trailer stops' } }, { title, parts: [stage] });
    expect(shown.slice(0, 3)).toEqual([
      '❌ Trailer failed · p1',
      'The trailer stops',
      '❌ Stage board failed: Scene 5 is dark',
    ]);
    const repeated = lines({ data: { error: 'Scene 5 is dark' } }, { title, parts: [stage] });
    expect(repeated.filter((line) => line.includes('Scene 5'))).toEqual(['Scene 5 is dark']);
    const bare = lines({ data: {} }, { title, parts: [{ ...stage, data: {} }] });
    expect(bare[1]).toBe('❌ Stage board failed');
  });

  it('has the trace and the whole error of what else failed', () => {
    const part = anEvent({ type: 'stage.failed', data: { error: TRACEBACK } });
    const more = { parts: [part] };
    expect(show({ data: { error: 'exit 1' } }, more).body.text).toContain('module_89.py');
    expect(labels({ data: { error: 'exit 1' } }, more)?.flat()).toContain('📎 Full error');
    expect(labels({ data: { error: 'exit 1' } })?.flat()).not.toContain('📎 Full error');
  });

  it('shows the last ten lines of the log instead, where there is one', () => {
    const log = Array.from({ length: 12 }, (_, at) => `line ${at}`);
    const shown = lines({ data: { error: TRACEBACK } }, { log });
    expect(shown.filter((line) => /^line \d+$/.test(line))).toEqual(log.slice(-10));
    expect(shown.join('\n')).not.toContain('module_89.py');
  });

  it('says the step, the cost and the time of its job, and the short ids last', () => {
    const [last] = lines({ data: { error: 'tests: 2 failed' } }).slice(-1);
    expect(last).toBe('smoke · $12.31 of $12 (over budget) · 5 min · S1 · j1');
  });

  it('makes a sound', () => {
    expect(show({ data: { error: 'no' } }).silent).toBe(false);
  });

  it('offers the log, the whole error where it is longer, that it was seen, and silence', () => {
    expect(labels({ data: { error: TRACEBACK } })).toEqual([
      ['📜 Log', '📎 Full error'],
      ['👀 Seen', '🔕 Mute this job'],
    ]);
    expect(labels({ data: { error: 'no' } })).toEqual([
      ['📜 Log'],
      ['👀 Seen', '🔕 Mute this job'],
    ]);
  });

  it('says who has seen it, and that it was fixed', () => {
    const at = (minutes: number) => new Date(Date.UTC(2026, 2, 2, 9, minutes)).toISOString();
    const state = { seen: { name: 'Ben @all', at: at(3) }, fixedAt: at(12) };
    const shown = lines({ data: { error: 'no' } }, { state });
    expect(shown.slice(1, 3)).toEqual(['✅ fixed 12 min later', '👀 seen by Ben @all, 09:03 UTC']);
    expect(labels({ data: { error: 'no' } }, { state })).toEqual([
      ['📜 Log'],
      ['🔕 Mute this job'],
    ]);
    expect(lines({}, { state }, 'de')[1]).toBe('✅ 12 min später behoben');
  });

  it('keeps what a log says from being markup, mentions or commands', () => {
    const { body } = show({}, { log: ['@everyone /start https://evil.example', '\u202ereversed'] });
    expect(body.text).not.toContain('\u202e');
    const code = body.spans.filter(({ type }) => type === 'code');
    const inert = code.map(({ offset, length }) => body.text.slice(offset, offset + length));
    for (const word of ['@everyone', '/start', 'https://evil.example'])
      expect(inert).toContain(word);
  });
});
