import { describe, expect, it } from 'vitest';
import { compareHistory, type HistoryFacts, type HistoryMark } from '../../src/journal/rollback.ts';

const mark: HistoryMark = {
  epoch: 'e2',
  formerEpochs: ['e1'],
  position: '500-1',
  digest: 'abc',
  decisions: [],
};
const facts: HistoryFacts = {
  epoch: 'e2',
  succeeds: [],
  first: '100-0',
  last: '900-0',
  deletedUpTo: '0-0',
  digestAtMark: 'abc',
};

describe('a journal', () => {
  const { digestAtMark: _, ...absent } = facts;
  const { deletedUpTo: __, ...mute } = absent;
  it.each<[string, string, HistoryFacts]>([
    ['continued', 'whose marked entry is what it was', facts],
    ['continued', 'that ends with the mark', { ...facts, last: '500-1' }],
    ['rolled-back', 'that ends before the mark', { ...absent, last: '500-0' }],
    ['rolled-back', 'in which another entry has the place', { ...facts, digestAtMark: 'xyz' }],
    ['rolled-back', 'that went on without the marked entry', absent],
    [
      'rolled-back',
      'in which only older entries were deleted',
      { ...absent, deletedUpTo: '499-9' },
    ],
    ['continued', 'in which the entry may have been deleted', { ...absent, deletedUpTo: '500-1' }],
    ['continued', 'of a server that does not tell what was deleted', mute],
    ['continued', 'that begins behind the mark by now', { ...absent, first: '501-0' }],
    ['continued', 'of which nothing is kept', { ...absent, first: undefined }],
    ['replaced', 'of another identity', { ...facts, epoch: 'e9' }],
    [
      'continued',
      'to which another replica gave a new epoch',
      { ...facts, epoch: 'e3', succeeds: ['e2'] },
    ],
    ['rolled-back', 'that has an identity of long ago again', { ...facts, epoch: 'e1' }],
  ])('is %s: one %s', (expected, _name, given) => {
    expect(compareHistory(mark, given)).toBe(expected);
  });
});
