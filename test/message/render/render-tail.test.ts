import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Notice } from '../../../src/message/notice.ts';
import { render } from '../speaking.ts';
import { expectSound } from '../text/rich-texts.ts';

const JOB = 'abcdefghijklmnopqrstuv';
type Tail = Extract<Notice, { kind: 'tail' }>;

const SINCE = Date.parse('2026-03-02T09:05:00Z');

function show(
  lines: readonly string[],
  state: Tail['state'] = 'live',
  {
    locale = 'en',
    ...fields
  }: Partial<Pick<Tail, 'jobId' | 'times' | 'title'>> & { locale?: string } = {},
) {
  const about = { kind: 'tail', jobId: 'j-1', job: JOB, since: SINCE, ...fields } as const;
  const messages = render({ ...about, lines, state }, locale);
  const [message] = messages;
  if (message === undefined || messages.length > 1) throw new Error('expected one message');
  return message;
}

describe('a tail', () => {
  it('shows the job, on top since when it is live and how many lines, and these as one block', () => {
    const { body, silent } = show(['first', 'second']);
    const top = '📜 Log of j-1\n🟢 Live since 09:05 UTC · 2 lines\n';
    expect(body.text).toBe(`${top}first\nsecond`);
    expect(body.spans).toContainEqual({ type: 'pre', offset: top.length, length: 12 });
    const unixSeconds = SINCE / 1_000;
    expect(body.spans).toContainEqual(expect.objectContaining({ type: 'time', unixSeconds }));
    expect(silent).toBe(true);
  });

  it('says what the job is for, on one line and with the short id', () => {
    const first = (title: string, locale = 'en') =>
      show(['x'], 'live', {
        title,
        locale,
        jobId: '550e8400-e29b-41d4-a716-446655440000',
      }).body.text.split('\n')[0];
    expect(first('Login form')).toBe('📜 Log: Login form · 550e8400');
    expect(first('Login form', 'de')).toBe('📜 Log: Login form · 550e8400');
    expect(first('one\ntwo')).toBe('📜 Log: one · 550e8400');
    expect(first('x'.repeat(200))).toBe(`📜 Log: ${'x'.repeat(60)}… · 550e8400`);
    expect(first(' ')).toBe('📜 Log of 550e8400-e29b-41d4-a716-446655440000');
  });

  it.each<[Tail['state'], readonly string[], readonly [string, string]]>([
    ['waiting', [], ['⏳ No lines yet · since 09:05 UTC', '⏳ Noch keine Zeilen · seit 09:05 UTC']],
    ['live', ['x'], ['🟢 Live since 09:05 UTC · 1 line', '🟢 Live seit 09:05 UTC · 1 Zeile']],
    ['paused', ['x'], ['⏸️ Paused at 09:05 UTC · 1 line', '⏸️ Pausiert um 09:05 UTC · 1 Zeile']],
    ['paused', [], ['⏸️ Paused at 09:05 UTC', '⏸️ Pausiert um 09:05 UTC']],
    [
      'complete',
      ['x'],
      ['🏁 Complete at 09:05 UTC · 1 line', '🏁 Vollständig um 09:05 UTC · 1 Zeile'],
    ],
    ['complete', [], ['🏁 Complete: the log is empty', '🏁 Vollständig: Das Log ist leer']],
    ['stopped', ['x'], ['⏹️ Stopped at 09:05 UTC · 1 line', '⏹️ Beendet um 09:05 UTC · 1 Zeile']],
  ])('says on top that it is %s', (state, lines, [english, german]) => {
    expect(show(lines, state).body.text.split('\n')[1]).toBe(english);
    expect(show(lines, state, { locale: 'de' }).body.text.split('\n')[1]).toBe(german);
  });

  it('offers shorter times where there are any, and the full ones after that', () => {
    const labels = (...given: Parameters<typeof show>) =>
      show(...given).buttons?.[1]?.map(({ label }) => label);
    expect(labels(['x'])).toEqual(['📄 Full log']);
    expect(labels(['x'], 'live', { times: 'long' })).toEqual(['📄 Full log', '🕗 Short times']);
    expect(labels(['x'], 'live', { times: 'short' })).toEqual(['📄 Full log', '🕗 Full times']);
    expect(labels(['x'], 'paused', { times: 'long' })).toEqual(['📄 Full log']);
    expect(labels(['x'], 'stopped', { times: 'long' })).toBeUndefined();
  });

  it('shows as many of the newest whole lines as fit, and says how many', () => {
    const lines = Array.from({ length: 200 }, (_, n) => `${n} ${'x'.repeat(90)}`);
    const shown = show(lines).body.text.split('\n');
    expect(shown.at(-1)).toBe(lines.at(-1));
    const whole = shown.slice(2);
    expect(lines.slice(-whole.length)).toEqual(whole);
    expect(shown[1]).toBe(`🟢 Live since 09:05 UTC · newest ${whole.length} of 200 lines`);
    expect(whole.length).toBeGreaterThan(40);
  });

  it('shortens a long line in its middle, and shows the others too', () => {
    const long = `begin ${'y'.repeat(5_000)} end`;
    const shown = show(['first', 'second', long, 'fourth']).body.text.split('\n');
    expect(shown.slice(2, 4)).toEqual(['first', 'second']);
    expect(shown[4]).toMatch(/^begin y{400,} … y{400,} end$/);
    expect(shown.slice(5)).toEqual(['fourth']);
  });

  it.each<[Tail['state'], readonly string[]]>([
    ['waiting', ['⏸️ Pause', '⏹️ Stop the log', '📄 Full log']],
    ['live', ['⏸️ Pause', '⏹️ Stop the log', '📄 Full log']],
    ['paused', ['▶️ Go on', '⏹️ Stop the log', '📄 Full log']],
    ['complete', ['📄 Full log']],
    ['stopped', ['📄 Full log']],
    ['expired', ['📄 Full log']],
    ['revoked', []],
  ])('that is %s has the buttons of that', (state, labels) => {
    const buttons = show(['x'], state).buttons?.flat() ?? [];
    expect(buttons.map(({ label }) => label)).toEqual(labels);
    for (const { action } of buttons) expect(Buffer.byteLength(action)).toBeLessThanOrEqual(64);
  });

  it('fits a message whatever the log contains', () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', ' ', '\u001B[31mred\u001B[0m', 'x'.repeat(4_000), '👩‍👩‍👧‍👦'.repeat(500)),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 200 }), (lines) => {
        const { body } = show(lines);
        expectSound(body);
        expect(body.text.length).toBeLessThanOrEqual(4_096);
        expect(body.spans.filter((span) => span.type === 'pre').length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
