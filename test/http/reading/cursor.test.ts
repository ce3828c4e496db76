// Cursors give nothing away, can't be made up, and those of former versions are understood.
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { createCursors } from '../../../src/http/reading/cursor.ts';
import { systemClock } from '../../../src/runtime/clock.ts';

const withKey = (fill: number) =>
  createCursors({ cursorKey: async () => Buffer.alloc(32, fill), clock: systemClock });
const position = fc
  .tuple(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }))
  .map(([ms, sequence]) => `${ms}-${sequence}`);

describe('a sealed cursor', () => {
  test.prop([position])('opens to where it was sealed, on every replica', async (where) => {
    const [one, other] = [await withKey(1)('e1'), await withKey(1)('e1')];
    expect(other.open(one.seal(where))).toEqual({ epoch: 'e1', position: where, isSealed: true });
  });

  test.prop([position, position])(
    'looks like any other: same length, never twice the same',
    async (a, b) => {
      const cursors = await withKey(1)('e1');
      const texts = [a, a, b].map(cursors.seal);
      expect(new Set(texts).size).toBe(3);
      expect(new Set(texts.map(({ length }) => length)).size).toBe(1);
      for (const text of texts) expect(text).toMatch(/^e1\.[\w-]{59}$/);
    },
  );

  it('opens with no character of it changed', async () => {
    const cursors = await withKey(1)('e1');
    const text = cursors.seal('1772442000000-3');
    for (let at = 'e1.'.length; at < text.length; at += 1) {
      for (const other of ['A', 'B', 'w', '0', '_']) {
        if (text[at] === other) continue;
        expect(
          cursors.open(text.slice(0, at) + other + text.slice(at + 1)),
          `${at}`,
        ).toBeUndefined();
      }
    }
    for (const wrong of [`${text}A`, text.slice(0, -1)]) {
      expect(cursors.open(wrong)).toBeUndefined();
    }
  });

  it('opens with no other key, and under no other epoch', async () => {
    const text = (await withKey(1)('e1')).seal('5-0');
    expect((await withKey(2)('e1')).open(text)).toBeUndefined();
    expect((await withKey(1)('e2')).open(text.replace('e1', 'e2'))).toBeUndefined();
  });

  it('of a journal that is no more says so, though nobody has its key', async () => {
    const text = (await withKey(1)('e1')).seal('5-0');
    expect((await withKey(2)('e2')).open(text)).toMatchObject({ epoch: 'e1' });
  });

  it('is sealed anew with the key of the journal that replaced its own', async () => {
    let fill = 1;
    const of = createCursors({ cursorKey: async () => Buffer.alloc(32, fill), clock: systemClock });
    const before = await of('e1');
    expect(await of('e1')).toBe(before);
    fill = 2;
    const after = await of('e2');
    expect((await withKey(2)('e2')).open(after.seal('5-0'))).toMatchObject({ position: '5-0' });
  });
});

describe('an open cursor of a former version', () => {
  it.each([
    ['e1.1772442000000-0', '1772442000000-0'],
    ['e1.0005-01', '5-1'],
    ['e1.18446744073709551615-0', '18446744073709551615-0'],
  ])('%s is understood, and known as one', async (text, where) => {
    const cursors = await withKey(1)('e1');
    expect(cursors.open(text)).toEqual({ epoch: 'e1', position: where, isSealed: false });
  });

  it.each(['', '5-0', 'e1.', 'e1.5', 'e1.5-', 'e1.-5-0', 'e1.18446744073709551616-0', 'ü.5-0'])(
    'is none that was ever given out: "%s"',
    async (text) => {
      expect((await withKey(1)('e1')).open(text)).toBeUndefined();
    },
  );
});
