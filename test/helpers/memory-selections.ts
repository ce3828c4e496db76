// Selections in memory.
import type { Selection, Selections } from '../../src/approvals/selections.ts';

export function createMemorySelections(): Selections {
  const kept = new Map<string, Selection>();
  return {
    async create(owner, requests) {
      const token = `selection-number-${kept.size + 1}`;
      const selection = { token, ...owner, requests, picked: [], shown: [] };
      kept.set(token, selection);
      return selection;
    },
    get: async (token) => kept.get(token),
    async pick(token, place, isPicked) {
      const selection = kept.get(token);
      if (selection?.requests[place] === undefined) return undefined;
      const others = selection.picked.filter((one) => one !== place);
      const picked = isPicked ? [...others, place].sort((a, b) => a - b) : others;
      kept.set(token, { ...selection, picked });
      return kept.get(token);
    },
  };
}
