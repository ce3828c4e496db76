// Keeps tokens in one hash, by the SHA-256 of their secrets: finding one is one HGET, and a revoked
// one is gone for every replica. The secrets have 256 random bits, so that a plain hash is enough.
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Token, TokenStore } from '../audience/tokens.ts';
import type { Clock } from '../clock.ts';
import type { Keys } from './keys.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Pick<Keys, 'tokens'>;
  readonly clock: Pick<Clock, 'now' | 'token'>;
}

/** Makes a secret known as one wherever it turns up. */
const PREFIX = 'jw_';
const SECRET_BYTES = 32;
const SECRET_FORM = /^jw_[\w-]{43}$/;
const ID_BYTES = 6;

export function createTokenStore({ redis, keys, clock }: Deps): TokenStore {
  async function stored(): Promise<{ readonly hash: string; readonly token: Token }[]> {
    const found = Object.entries(await redis.hgetall(keys.tokens));
    return found.map(([hash, text]) => ({ hash, token: JSON.parse(text) as Token }));
  }

  return {
    async create(fields) {
      const secret = PREFIX + clock.token(SECRET_BYTES);
      const createdAt = new Date(clock.now()).toISOString();
      // A letter first: a command line takes what begins with a dash for an option.
      const token: Token = { id: `t${clock.token(ID_BYTES)}`, ...fields, createdAt };
      await redis.hset(keys.tokens, hashOf(secret), JSON.stringify(token));
      return { token, secret };
    },
    async find(secret) {
      if (!SECRET_FORM.test(secret)) return undefined;
      const text = await redis.hget(keys.tokens, hashOf(secret));
      return text === null ? undefined : (JSON.parse(text) as Token);
    },
    async list() {
      const tokens = (await stored()).map(({ token }) => token);
      return tokens.sort((a, b) => compareTexts(a.createdAt, b.createdAt));
    },
    async revoke(id) {
      const found = (await stored()).find(({ token }) => token.id === id);
      return found !== undefined && (await redis.hdel(keys.tokens, found.hash)) === 1;
    },
  };
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
