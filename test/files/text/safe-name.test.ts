import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { expectSafeName, isSafeName, safeNameOf } from '../../../src/files/text/safe-name.ts';

const UNSAFE = ['', '.', '..', '.a', 'a/b', '/', 'a\\b', 'a\nb', 'a\0', '\u0085', '\ud800', '../a'];

describe('a safe name', () => {
  it('is 1 to 200 characters that stay in their folder', () => {
    for (const name of ['a', 'a.b', 'a..', '-rf', ' ', 'jöb', '🎬'.repeat(200), '100%', 'a:b@c']) {
      expect(isSafeName(name), name).toBe(true);
    }
    for (const name of [...UNSAFE, 'x'.repeat(201), '🎬'.repeat(201)]) {
      expect(isSafeName(name), JSON.stringify(name)).toBe(false);
    }
  });

  it('is asked for with a text that says what was expected', () => {
    expect(() => expectSafeName('stage', '../secret', 'storyboard')).toThrow(
      expect.objectContaining({
        code: 'input_invalid',
        message: expect.stringMatching(/^The stage .*1 to 200 characters.*, like storyboard\.$/),
      }),
    );
  });
});

describe('the name of an id', () => {
  it('is the id itself where that is safe', () => {
    for (const id of ['spring-trailer-01', 'with space', 'jöb', 'plan:7', 'x'.repeat(200)]) {
      expect(safeNameOf(id)).toBe(id);
    }
  });

  it('is never that of another id, also of one that looks like it', () => {
    const ids = [
      ...UNSAFE,
      ...[
        '%2Ea',
        '%2E',
        '%2E.',
        'a%2Fb',
        'a%252Fb',
        'a%5Cb',
        'a%',
        '%',
        'a%0Ab',
        '%uD800',
        '\ud801',
      ],
      ...['x'.repeat(201), 'x'.repeat(202), '🎬'.repeat(100), '🎬'.repeat(101)],
      safeNameOf('x'.repeat(201)),
      ...[`${'x'.repeat(201)}\ud800`, `${'x'.repeat(201)}\ud801`],
    ];
    const names = ids.map(safeNameOf);
    expect(new Set(names).size).toBe(ids.length);
    for (const name of names) {
      expect(isSafeName(name), name).toBe(true);
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
    }
  });

  const text = fc.string({ unit: 'binary', maxLength: 300 });
  const tricky = fc.string({
    unit: fc.constantFrom('.', '/', '%', '2', 'F', 'E', 'u', '~'),
    maxLength: 8,
  });
  const id = fc.oneof(text, tricky);
  test.prop([id, id])('is safe, short enough, and tells ids apart', (a, b) => {
    for (const one of [a, b]) {
      expect(isSafeName(safeNameOf(one))).toBe(true);
      expect(Buffer.byteLength(safeNameOf(one))).toBeLessThanOrEqual(255);
    }
    expect(safeNameOf(a) === safeNameOf(b)).toBe(a === b);
  });
});
