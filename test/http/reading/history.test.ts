// Where the newest event lies that a caller may see: what they may not see moves nothing.
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { newestIn } from '../../../src/http/reading/history.ts';
import type { EventFilter } from '../../../src/journal/event-filter.ts';
import { START } from '../../../src/journal/journal.ts';
import { anEvent, candidate } from '../../helpers/events.ts';
import { createMemoryJournal } from '../../helpers/memory-journal.ts';

const event = fc.record({
  projectId: fc.constantFrom('a', 'b'),
  visibility: fc.constantFrom('public' as const, 'internal' as const),
  type: fc.constantFrom('job.started', 'job.failed'),
});
const VIEWS: readonly EventFilter[] = [
  {},
  { publicOnly: true },
  { projectIds: ['a'] },
  { projectIds: ['a'], publicOnly: true },
];

describe('the newest event of a caller', () => {
  test.prop([fc.array(event, { maxLength: 12 }), fc.constantFrom(...VIEWS)])(
    'is the last of those that they may see, whatever they ask for',
    async (fields, view) => {
      const { journal } = createMemoryJournal();
      let newest = START;
      for (const one of fields) {
        const result = await journal.append({
          candidates: [candidate(anEvent(one))],
          deadLetters: [],
        });
        const isSeen =
          (view.publicOnly !== true || one.visibility === 'public') &&
          (view.projectIds?.includes(one.projectId) ?? true);
        if (isSeen && result.kind === 'appended') newest = result.positions[0] ?? newest;
      }
      expect(await newestIn(journal, { ...view, types: ['job.failed'] })).toBe(newest);
    },
  );
});
