// Tokens in memory.
import type { Token, TokenStore } from '../../src/audience/tokens.ts';
import { systemClock } from '../../src/runtime/clock.ts';

export function createMemoryTokenStore(): TokenStore {
  const bySecret = new Map<string, Token>();
  const byId = (id: string) => [...bySecret.values()].find((token) => token.id === id);
  return {
    async create(fields) {
      const secret = `jw_${systemClock.token(32)}`;
      const createdAt = new Date(systemClock.now()).toISOString();
      const token = { id: `t${bySecret.size + 1}`, ...fields, createdAt };
      bySecret.set(secret, token);
      return { token, secret };
    },
    find: async (secret) => bySecret.get(secret),
    current: async (tokens) => tokens.map(({ id }) => byId(id)),
    list: async () => [...bySecret.values()],
    async revoke(id) {
      const found = [...bySecret].find(([, token]) => token.id === id);
      return found !== undefined && bySecret.delete(found[0]);
    },
  };
}
