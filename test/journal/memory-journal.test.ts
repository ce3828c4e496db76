import { describeJournal } from '../contracts/journal.contract.ts';
import { describeQuery } from '../contracts/journal-query.contract.ts';
import { createMemoryJournal } from '../helpers/memory-journal.ts';

const make = async () => ({ ...createMemoryJournal(), close: async () => {} });

describeJournal('the journal in memory', make);
describeQuery('queries of the journal in memory', make);
