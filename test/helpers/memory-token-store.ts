// Tokens in memory.
import { createHash } from 'node:crypto';
import type { Token, TokenStore } from '../../src/audience/tokens.ts';
import { systemClock } from '../../src/runtime/clock.ts';

export function createMemoryTokenStore(): TokenStore {
  const bySecret = new Map<string, Token>();
  /** The secrets of those that were found. */
  const secrets = new WeakMap<Token, string>();
  let made = 0;

  function find(secret: string): Token | undefined {
    const token = bySecret.get(secret);
    if (token === undefined) return undefined;
    const found = { ...token };
    secrets.set(found, secret);
    return found;
  }

  return {
    async create(fields) {
      made += 1;
      const secret = `jw_${systemClock.token(32)}`;
      const createdAt = new Date(systemClock.now()).toISOString();
      const token = { id: `t${made}`, ...fields, createdAt };
      bySecret.set(secret, token);
      return { token, secret };
    },
    find: async (secret) => find(secret),
    current: async (tokens) => tokens.map((token) => find(secrets.get(token) ?? '')),
    referenceOf: (token) => hashOf(secrets.get(token) ?? ''),
    byReference: async (references) =>
      references.map((reference) =>
        find([...bySecret.keys()].find((secret) => hashOf(secret) === reference) ?? ''),
      ),
    list: async () => [...bySecret.values()],
    async revoke(id) {
      const found = [...bySecret].find(([, token]) => token.id === id);
      return found !== undefined && bySecret.delete(found[0]);
    },
  };
}

const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');
