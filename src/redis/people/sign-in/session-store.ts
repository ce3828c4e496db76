// Keeps sessions: a hash each, by the SHA-256 of its secret, which Redis drops when its time is over. Ended, it is gone
// for every replica.
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import {
  decodeSession,
  holderOf,
  isSessionSecret,
  MAX_SESSIONS,
  ONCE_MS,
  SESSION_IDLE_MS,
  SESSION_MAX_MS,
  type Session,
  type Sessions,
} from '../../../audience/sign-in/sessions.ts';
import type { Clock } from '../../../runtime/clock.ts';
import { createStoredReader, type StoredReader } from '../../../runtime/stored/stored-reader.ts';
import type { Keys } from '../../scripts/keys.ts';
import { DONE, TEXTS } from '../../scripts/replies.ts';
import { loadScript } from '../../scripts/script.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly clock: Pick<Clock, 'now' | 'token'>;
  readonly reader?: StoredReader;
}

interface Create extends Record<'hash' | 'about' | 'holder' | 'once', string> {
  readonly idle: number;
  readonly max: number;
  readonly limit: number;
  readonly once_kept: number;
}

interface Use {
  readonly hashes: readonly string[];
  readonly idle: number;
  readonly step: number;
}

const PREFIX = 'jws_';
const SECRET_BYTES = 32;
const ID_BYTES = 9;
const STEP_MS = 10 * 60_000;

function loadScripts() {
  const at = (name: string) => new URL(name, import.meta.url);
  return {
    create: loadScript<Create, 0 | 1>(at('./create-session.lua'), DONE),
    use: loadScript<Use, string[]>(at('./use-sessions.lua'), TEXTS),
    end: loadScript<{ hash: string }, 0 | 1>(at('./end-session.lua'), DONE),
  };
}

export function createSessionStore(deps: Deps): Sessions {
  const { redis, keys, clock, reader = createStoredReader() } = deps;
  const scripts = loadScripts();
  const lifetime = { idle: SESSION_IDLE_MS, max: SESSION_MAX_MS, limit: MAX_SESSIONS };

  function read(hash: string, text: string, leftMs: number): Session | undefined {
    const at = { key: keys.session(hash), field: 'about' };
    const stored = text === '' ? undefined : reader.read(decodeSession, text, at);
    return stored && { ...stored, reference: hash, expiresAt: written(clock.now() + leftMs) };
  }

  async function current(hashes: readonly string[]): Promise<(Session | undefined)[]> {
    if (hashes.length === 0) return [];
    const values = { hashes, idle: SESSION_IDLE_MS, step: STEP_MS };
    const found = await scripts.use(redis, { keys, values });
    return hashes.map((hash, at) => read(hash, found[2 * at] ?? '', Number(found[2 * at + 1])));
  }

  return {
    async create({ basis: basisFor, once }) {
      const secret = PREFIX + clock.token(SECRET_BYTES);
      const id = `s${clock.token(ID_BYTES)}`;
      const [hash, basis, now] = [sha256(secret), basisFor(id), clock.now()];
      const stored = { id, basis, createdAt: written(now) };
      const done = await scripts.create(redis, {
        keys,
        values: {
          ...lifetime,
          ...{ hash, holder: holderOf(basis), about: JSON.stringify(stored) },
          ...{ once: once === undefined ? '' : sha256(once), once_kept: ONCE_MS },
        },
      });
      if (done === 0) return { kind: 'repeated' };
      const expiresAt = written(now + SESSION_IDLE_MS);
      return { kind: 'created', secret, session: { ...stored, reference: hash, expiresAt } };
    },
    async find(secret) {
      return isSessionSecret(secret) ? (await current([sha256(secret)]))[0] : undefined;
    },
    current,
    async end(reference) {
      await scripts.end(redis, { keys, values: { hash: reference } });
    },
  };
}

function written(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
