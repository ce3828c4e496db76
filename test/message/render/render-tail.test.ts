import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Notice } from '../../../src/message/notice.ts';
import { render } from '../speaking.ts';
import { expectSound } from '../text/rich-texts.ts';

const JOB = 'abcdefghijklmnopqrstuv';
type Tail = Extract<Notice, { kind: 'tail' }>;

function show(lines: readonly string[], state: Tail['state'] = 'live', locale = 'en') {
  const messages = render({ kind: 'tail', jobId: 'j-1', job: JOB, lines, state }, locale);
  const [message] = messages;
  if (message === undefined || messages.length > 1) throw new Error('expected one message');
  return message;
}

describe('a tail', () => {
  it('shows the job, its lines as one block, and that it is live', () => {
    const { body, silent } = show(['first', 'second']);
    expect(body.text).toBe('📜 Log of j-1\nfirst\nsecond\n🟢 Live');
    expect(body.spans).toContainEqual({ type: 'pre', offset: 14, length: 12 });
    expect(silent).toBe(true);
  });

  it.each<[Tail['state'], readonly string[], readonly [string, string]]>([
    ['waiting', [], ['⏳ No lines yet', '⏳ Noch keine Zeilen']],
    ['live', ['x'], ['🟢 Live', '🟢 Live']],
    ['paused', ['x'], ['⏸️ Paused', '⏸️ Pausiert']],
    ['complete', ['x'], ['🏁 Complete', '🏁 Vollständig']],
    ['complete', [], ['🏁 Complete: the log is empty', '🏁 Vollständig: Das Log ist leer']],
    ['stopped', ['x'], ['⏹️ Stopped', '⏹️ Angehalten']],
  ])('says that it is %s', (state, lines, [english, german]) => {
    expect(show(lines, state).body.text.split('\n').at(-1)).toBe(english);
    expect(show(lines, state, 'de').body.text.split('\n').at(-1)).toBe(german);
  });

  it('shows as many of the newest whole lines as fit, and says how many', () => {
    const lines = Array.from({ length: 200 }, (_, n) => `${n} ${'x'.repeat(90)}`);
    const shown = show(lines).body.text.split('\n');
    expect(shown.at(-2)).toBe(lines.at(-1));
    const whole = shown.slice(1, -1);
    expect(lines.slice(-whole.length)).toEqual(whole);
    expect(shown.at(-1)).toBe(`🟢 Live · newest ${whole.length} of 200 lines`);
    expect(whole.length).toBeGreaterThan(40);
  });

  it('shortens a long line in its middle, and shows the others too', () => {
    const long = `begin ${'y'.repeat(5_000)} end`;
    const shown = show(['first', 'second', long, 'fourth']).body.text.split('\n');
    expect(shown.slice(1, 3)).toEqual(['first', 'second']);
    expect(shown[3]).toMatch(/^begin y{400,} … y{400,} end$/);
    expect(shown.slice(4)).toEqual(['fourth', '🟢 Live']);
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
