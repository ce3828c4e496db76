// What became of failures, in memory.
import type { AlertState, AlertStore } from '../../src/deliver/alert-store.ts';

export function createMemoryAlerts(): AlertStore {
  const states = new Map<string, AlertState>();
  return {
    get: async (position) => states.get(position) ?? {},
    async see(position, seen) {
      const state = states.get(position) ?? {};
      if (state.seen !== undefined) return false;
      states.set(position, { ...state, seen });
      return true;
    },
  };
}
