import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CanonicalEvent, JsonObject } from '../../../src/event/canonical-event.ts';
import { EVENT_TYPES } from '../../../src/event/event-types.ts';
import { anEvent } from '../../helpers/events.ts';
import { LOCALES, render } from '../speaking.ts';
import { expectSound } from '../text/rich-texts.ts';

interface Shown {
  readonly title?: string;
  readonly locale?: string;
}

function show(fields: Partial<CanonicalEvent>, { locale = 'en', ...title }: Shown = {}) {
  const event = anEvent(fields);
  const messages = render({ kind: 'event', event, ...title, alert: false }, locale);
  const [message] = messages;
  if (message === undefined || messages.length > 1) throw new Error('expected one message');
  return message;
}
const textOf = (type: string, data: JsonObject) => show({ type, data }).body.text;

describe('an event alone', () => {
  it('has an icon, a bold title, its text and its ids', () => {
    const { body } = show({
      type: 'job.started',
      data: { instruction: 'implement login form' },
      jobId: '550e8400-e29b-41d4-a716-446655440000',
    });
    expect(body.text).toBe('🔧 Started · p1\nimplement login form\nS1 · 550e8400');
    expect(body.spans).toEqual([
      { type: 'bold', offset: 3, length: 7 },
      { type: 'code', offset: 37, length: 2 },
      { type: 'code', offset: 42, length: 8 },
    ]);
  });

  it('shows the first 100 characters of an instruction, 200 of a summary or an error', () => {
    const long = Array.from({ length: 300 }, (_, n) => String.fromCharCode(97 + (n % 26))).join('');
    const shown = (units: number) => `\n${long.slice(0, units)}…\n`;
    expect(textOf('job.started', { instruction: long })).toContain(shown(100));
    expect(textOf('job.completed', { summary: long })).toContain(shown(200));
    expect(textOf('job.failed', { error: long })).toContain(shown(200));
  });

  it('sounds only for an alert', () => {
    const event = anEvent({ type: 'job.failed', data: { error: 'boom' } });
    expect(render({ kind: 'event', event, alert: true }, 'en')[0]?.silent).toBe(false);
    expect(render({ kind: 'event', event, alert: false }, 'en')[0]?.silent).toBe(true);
  });

  it('leaves out what a short message does not have', () => {
    expect(textOf('job.completed', {})).toBe('✅ Completed · p1\nS1 · j1');
    expect(textOf('job.completed', { files_changed: ['a'], duration_seconds: 3_700 })).toContain(
      '1 file changed · 1 h 1 min',
    );
    expect(textOf('job.progress', { file: 'x' })).toBe('⚙️ At work · p1\nx\nS1 · j1');
  });

  it('shows a known type without the expected fields field by field', () => {
    expect(textOf('session.closed', { by: 'ops' })).toContain('🏁 Session closed · p1\nby: ops\n');
  });

  it('shows a completed job without success as a failure', () => {
    expect(textOf('job.completed', { success: false, summary: 'tests fail' })).toContain(
      '❌ Finished unsuccessfully · p1\ntests fail',
    );
  });

  it('never shows a timeout as a person', () => {
    const decided_by = { id: 'timeout', name: 'Otto', via: 'timeout' };
    const text = textOf('job.denied', { action: 'git push', decided_by });
    expect(text).toContain('❌ Denied automatically when the time ran out · decided outside');
    expect(text).toContain('\ngit push');
    expect(text).not.toContain('Otto');
  });

  it('distinguishes decisions of jobwire from those that others publish', () => {
    const type = 'job.approved';
    const fields = { type, source: { component: 'jobwire' }, data: { decided_by: 'Ana' } };
    expect(show(fields).body.text).toContain('decided outside, reported by jobwire');
    expect(show({ ...fields, own: { writesGate: false } }).body.text).not.toContain('outside');
  });

  it('shows a comment, and the source of one that others published', () => {
    const data = {
      action: 'git push',
      ...{ comment: 'use port 8080', scope: 'push', at: '2026-03-02T09:00:00Z' },
      by: { id: '1002', name: 'Ben', via: 'telegram' },
    };
    const fields = { type: 'job.approval_comment', source: { component: 'runner' }, data };
    const own = show({ ...fields, own: { writesGate: false } }).body.text;
    expect(own).toContain('💬 Comment by Ben · p1\nuse port 8080\ngit push\nS1');
    expect(show(fields).body.text).toContain('by Ben · written outside, reported by runner · p1\n');
  });

  it('says nothing twice, but ids that only look alike', () => {
    const session = (branch: string) => textOf('session.created', { name: 'limits', branch });
    expect(session('limits')).toBe('🌱 Session opened · p1\nlimits\nS1 · j1');
    expect(session('main')).toContain('\nlimits · branch main\n');
    const ids = ['1', '2'].map((one) => `0b1e5d1a-3333-4a11-8a11-00000000000${one}`);
    const [feature_request_id = '', execution_plan_id = ''] = ids;
    expect(textOf('planning.started', { feature_request_id, execution_plan_id })).toContain(
      'feature request 0b1e5d1a · plan 0b1e5d1a',
    );
  });

  it('shows an unknown type by name, with its data', () => {
    const data = { where: 'elsewhere', tries: 3, ok: true, at: null, list: ['a', 'b'] };
    expect(textOf('job.teleported', data)).toBe(
      '📋 job.teleported · p1\nwhere: elsewhere\ntries: 3\nok: yes\nlist: a, b\nS1 · j1',
    );
    expect(textOf('warp.core.failed', {})).toContain('❌ warp.core.failed');
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`k${n}`, n]));
    expect(textOf('x.y', many)).toContain('k7: 7\n… and 4 more fields');
  });

  it('lets no text become a link, a mention or a command', () => {
    const { body } = show({ type: 'job.failed', data: { error: 'ask @ana on evil.example' } });
    const coded = body.spans
      .filter((span) => span.type === 'code')
      .map(({ offset, length }) => body.text.slice(offset, offset + length));
    expect(coded).toEqual(['@ana', 'evil.example', 'S1', 'j1']);
  });

  it('fits a message whatever its data is, in every language', () => {
    const type = fc.oneof(fc.constantFrom(...EVENT_TYPES), fc.string());
    const names = [
      ...['instruction', 'summary', 'error', 'tool', 'file', 'action', 'files_changed', 'status'],
      ...['progress', 'cost_usd', 'budget_usd', 'pr_links', 'preview_url', 'phases', 'pr_number'],
      ...['duration_ms', 'output_data', 'token_usage', 'created_at', 'updated_at', 'by'],
    ];
    const value = fc.oneof(
      fc.jsonValue(),
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom('x'.repeat(5_000), '@a b.cd '.repeat(900), ' ', 'https://a.example/b'),
    );
    const data = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), value);
    const title = fc.oneof(fc.constant(''), fc.string({ unit: 'binary', maxLength: 300 }));
    const stage = fc.oneof(fc.string(), fc.constant('x '.repeat(5_000)));
    const event = fc.record({ type, data, stage, extensions: fc.record({ message: value }) });
    fc.assert(
      fc.property(event, title, fc.constantFrom(...LOCALES.keys()), (fields, given, locale) => {
        const title = given === '' ? {} : { title: given };
        const { body } = show(fields as Partial<CanonicalEvent>, { locale, ...title });
        expectSound(body);
        expect(body.text.trim()).not.toBe('');
        expect(body.text.length).toBeLessThanOrEqual(4_096);
        expect(body.spans.length).toBeLessThanOrEqual(100);
      }),
    );
  });
});
