// Bundles of requests in memory.
import type { Bundles, StoredBundle } from '../../src/approvals/bundles.ts';
import type { Listed } from '../../src/approvals/selections.ts';

export type MemoryBundles = Bundles & {
  /** As if delivery had shown it. */
  readonly show: (bundle: StoredBundle) => void;
  /** Tokens of those that had to be shown anew, and one by one. */
  readonly refreshed: string[];
  readonly splits: string[];
};

export function createMemoryBundles(): MemoryBundles {
  const shown = new Map<string, StoredBundle>();
  const taps = new Map<string, readonly Listed[]>();
  const refreshed: string[] = [];
  const splits: string[] = [];
  return {
    ...{ refreshed, splits },
    show: (bundle) => void shown.set(bundle.token, bundle),
    get: async (token) => shown.get(token),
    async adopt(token, messageId) {
      const bundle = shown.get(token);
      if (bundle !== undefined) shown.set(token, { messageId, ...bundle });
    },
    refresh: async (token) => void refreshed.push(token),
    split: async (token) => void splits.push(token),
    tapped: async (tapId) => taps.get(tapId),
    async keepTap(tapId, requests) {
      taps.set(
        tapId,
        requests.map(({ key, version }) => ({ key, version })),
      );
    },
  };
}
