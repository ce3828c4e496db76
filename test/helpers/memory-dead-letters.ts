// Dead letters in memory, for tests of those who look after them.
import type { DeadLetterStage, DeadLetters, StoredDeadLetter } from '../../src/journal/journal.ts';
import { comparePositions } from '../../src/journal/position.ts';

export interface MemoryDeadLetters extends DeadLetters {
  /** One more, the newest; its id begins with the instant at which it failed. */
  bury(letter?: Partial<StoredDeadLetter>): StoredDeadLetter;
}

const FIRST_MS = Date.UTC(2026, 2, 2, 9);

export function createMemoryDeadLetters(): MemoryDeadLetters {
  const kept: StoredDeadLetter[] = [];
  let buried = 0;
  const newest = (limit: number, stage?: DeadLetterStage, before?: string) =>
    kept
      .toReversed()
      .filter((letter) => stage === undefined || letter.stage === stage)
      .filter(({ id }) => before === undefined || comparePositions(id, before) < 0)
      .slice(0, limit);
  return {
    list: async (limit, stage, before) => newest(limit, stage, before),
    ids: async (limit, stage) => newest(limit, stage).map(({ id }) => id),
    get: async (wanted) => kept.find(({ id }) => id === wanted),
    async drop(unwanted) {
      const at = kept.findIndex(({ id }) => id === unwanted);
      if (at >= 0) kept.splice(at, 1);
      return at >= 0;
    },
    count: async () => kept.length,
    bury(fields = {}) {
      const at = FIRST_MS + buried * 1_000;
      buried += 1;
      const letter: StoredDeadLetter = {
        id: `${at}-0`,
        source: 'televibe:stream:acme/web',
        entryId: `${at}-7`,
        raw: '{"event_type":"job.started"',
        reason: 'The message is not JSON.',
        attempts: 1,
        stage: 'decoding',
        failedAt: new Date(at).toISOString(),
        ...fields,
      };
      kept.push(letter);
      return letter;
    },
  };
}
