import { describeJournal } from '../contracts/journal.contract.ts';
import { createMemoryJournal } from '../helpers/memory-journal.ts';

describeJournal('the journal in memory', async () => ({
  ...createMemoryJournal(),
  close: async () => {},
}));
