// What followers of the journal set aside, in memory.
import type { FollowerAside } from '../../src/journal/follower-aside.ts';
import type { DeadLetters, Journal } from '../../src/journal/journal.ts';

export interface MemoryFollowerAside extends FollowerAside {
  /** The journal; what is set aside in one step with a position comes here. */
  over<J extends Pick<Journal, 'append'>>(journal: J): J;
  positions(source: string): string[];
}

export function createMemoryFollowerAside(letters: Pick<DeadLetters, 'drop'>): MemoryFollowerAside {
  const kept = new Map<string, Map<string, string>>();
  const of = (source: string) => {
    const own = kept.get(source) ?? new Map<string, string>();
    kept.set(source, own);
    return own;
  };
  return {
    over: (journal) => ({
      ...journal,
      async append(batch) {
        const result = await journal.append(batch);
        if (result.kind === 'moved') return result;
        for (const { position, state } of batch.aside ?? []) {
          of(batch.acknowledgement?.source ?? '').set(position, state);
        }
        return result;
      },
    }),
    positions: (source) => [...of(source).keys()],
    all: async (source) => new Map(of(source)),
    put: async (source, position, state) => void of(source).set(position, state),
    drop: async (source, position) => void of(source).delete(position),
    async redrive(letterId, { source, position, state }) {
      if (await letters.drop(letterId)) of(source).set(position, state);
    },
  };
}
