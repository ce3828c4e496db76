import { expect, it } from 'vitest';
import { readEntry, writeEntry } from '../../../src/redis/scripts/window-entry.ts';

it.each(['news', 'result', 'alert'] as const)(
  'an entry of the weight %s is read back',
  (weight) => {
    const entry = { position: '1-2', group: 'job.x:a\u001fb', weight };
    expect(readEntry(writeEntry(entry))).toEqual(entry);
  },
);

it('an entry of a weight that is not known is news', () => {
  expect(readEntry('1-2\u001f?\u001fjob:a')).toMatchObject({ weight: 'news', group: 'job:a' });
});
