// Keeps tokens in one hash, by the SHA-256 of their secrets: finding one is one HGET, and a revoked
// one is gone for every replica. The secrets have 256 random bits, so that a plain hash is enough.
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { decodeToken, isTokenSecret, type Token, type TokenStore } from '../../audience/tokens.ts';
import type { Clock } from '../../runtime/clock.ts';
import { createStoredReader, type StoredReader } from '../../runtime/stored/stored-reader.ts';
import type { Keys } from '../scripts/keys.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Pick<Keys, 'tokens'>;
  readonly clock: Pick<Clock, 'now' | 'token'>;
  readonly reader?: StoredReader;
}

/** Makes a secret known as one wherever it turns up. */
const PREFIX = 'jw_';
const SECRET_BYTES = 32;
const ID_BYTES = 6;

export function createTokenStore(deps: Deps): TokenStore {
  const { redis, keys, clock, reader = createStoredReader() } = deps;
  /** Under which hash a token is kept. */
  const hashes = new WeakMap<Token, string>();

  /** One that can't be read is nobody's. */
  function read(hash: string, text: string): Token | undefined {
    return reader.read(decodeToken, text, { key: keys.tokens, field: hash });
  }

  async function stored(): Promise<{ readonly hash: string; readonly token: Token }[]> {
    const found = Object.entries(await redis.hgetall(keys.tokens));
    return found.flatMap(([hash, text]) => {
      const token = read(hash, text);
      return token === undefined ? [] : [{ hash, token }];
    });
  }

  async function foundBy(...wanted: readonly string[]): Promise<(Token | undefined)[]> {
    if (wanted.length === 0) return [];
    const texts = await redis.hmget(keys.tokens, ...wanted);
    return wanted.map((hash, at) => {
      const text = texts[at] ?? undefined;
      const token = text === undefined ? undefined : read(hash, text);
      if (token !== undefined) hashes.set(token, hash);
      return token;
    });
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
      if (!isTokenSecret(secret)) return undefined;
      return (await foundBy(hashOf(secret)))[0];
    },
    current: (tokens) => foundBy(...tokens.map((token) => hashes.get(token) ?? '')),
    referenceOf: (token) => hashes.get(token) ?? '',
    byReference: (references) => foundBy(...references),
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
