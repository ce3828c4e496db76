import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beforeRange, readRange, writeRange } from '../../src/batch/window-range.ts';
import { comparePositions } from '../../src/journal/position.ts';

const position = fc
  .tuple(fc.integer({ min: 1, max: 4_102_444_800_000 }), fc.nat({ max: 2 ** 40 }))
  .map(([ms, at]) => `${ms}-${at}`);

describe('the range of a digest', () => {
  it('is written into the data of a button, and read back', () => {
    const topicId = fc.option(fc.integer({ min: 1, max: 2 ** 52 }), { nil: undefined });
    fc.assert(
      fc.property(position, position, topicId, (from, to, topic) => {
        const range = { from, to, ...(topic === undefined ? {} : { topicId: topic }) };
        const data = writeRange(range);
        expect(new TextEncoder().encode(data).length).toBeLessThanOrEqual(64);
        expect(readRange(data)).toEqual(range);
        expect(comparePositions(beforeRange(range), from)).toBeLessThan(0);
      }),
    );
  });

  it('is not read from the data of other buttons', () => {
    for (const data of [
      '',
      'level:all',
      'v:abcdefghijklmnop:a',
      'w:1.0-2',
      'w:1.0-2.0:',
      'w:-1.0',
    ]) {
      expect(readRange(data), data).toBeUndefined();
    }
  });
});
