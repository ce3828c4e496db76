import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { findByPrefix } from '../../src/event/find-by-prefix.ts';

const find = (ids: readonly string[], given: string) => findByPrefix(ids, (id) => id, given);

describe('an id by prefix', () => {
  it('is found when only one fits', () => {
    expect(find(['abc-1', 'xyz-1'], 'ab')).toEqual({ kind: 'one', item: 'abc-1' });
  });

  it('is never guessed when several fit', () => {
    expect(find(['abc-1', 'abd-1'], 'ab')).toEqual({ kind: 'several', ids: ['abc-1', 'abd-1'] });
  });

  it('is found if it is complete, although it is a prefix of others', () => {
    expect(find(['S12', 'S1'], 'S1')).toEqual({ kind: 'one', item: 'S1' });
  });

  it('is not found in nothing', () => {
    expect(find(['abc'], 'x')).toEqual({ kind: 'none' });
    expect(find(['abc'], '')).toEqual({ kind: 'none' });
  });

  test.prop([fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1 }), fc.nat(), fc.nat()])(
    'is the right id, or reported as ambiguous',
    (ids, which, length) => {
      const meant = ids[which % ids.length] ?? '';
      const found = find(ids, meant.slice(0, 1 + (length % meant.length)));
      if (found.kind === 'several') expect(found.ids).toContain(meant);
      else expect(find(ids, meant)).toEqual({ kind: 'one', item: meant });
    },
  );
});
