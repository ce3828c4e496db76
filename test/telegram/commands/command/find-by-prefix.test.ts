import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { findByPrefix } from '../../../../src/telegram/commands/command/find-by-prefix.ts';

const find = (ids: readonly string[], given: string) => findByPrefix(ids, (id) => id, given);

describe('an id by its beginning', () => {
  it('is found when only one fits', () => {
    expect(find(['abc-1', 'xyz-1'], 'ab')).toEqual({ kind: 'one', item: 'abc-1' });
  });

  it('is never guessed when several fit', () => {
    expect(find(['abc-1', 'abd-1'], 'ab')).toEqual({ kind: 'several', ids: ['abc-1', 'abd-1'] });
  });

  it('is found when it is whole, though others begin like it', () => {
    expect(find(['S12', 'S1'], 'S1')).toEqual({ kind: 'one', item: 'S1' });
  });

  it('is not found in nothing', () => {
    expect(find(['abc'], 'x')).toEqual({ kind: 'none' });
    expect(find(['abc'], '')).toEqual({ kind: 'none' });
  });

  test.prop([fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1 }), fc.nat(), fc.nat()])(
    'names the id that was meant, or says that it could not tell',
    (ids, which, length) => {
      const meant = ids[which % ids.length] ?? '';
      const found = find(ids, meant.slice(0, 1 + (length % meant.length)));
      if (found.kind === 'several') expect(found.ids).toContain(meant);
      else expect(find(ids, meant)).toEqual({ kind: 'one', item: meant });
    },
  );
});
