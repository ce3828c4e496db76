// The key that seals the cursors of readers: made once, by whoever needs it first, and the same on all
// replicas.
import type { Redis } from 'ioredis';
import type { Clock } from '../../runtime/clock.ts';
import { JobwireError } from '../../runtime/errors.ts';
import type { Keys } from '../scripts/keys.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Pick<Keys, 'cursorKey'>;
  readonly clock: Pick<Clock, 'token'>;
}

const KEY_BYTES = 32;

export function createCursorKey({ redis, keys, clock }: Deps): () => Promise<Buffer> {
  return async () => {
    await redis.set(keys.cursorKey, clock.token(KEY_BYTES), 'NX');
    const key = Buffer.from((await redis.get(keys.cursorKey)) ?? '', 'base64url');
    if (key.length === KEY_BYTES) return key;
    throw new JobwireError(
      'unavailable',
      `The key ${keys.cursorKey} holds no key of ${KEY_BYTES} bytes; delete it to have one made.`,
    );
  };
}
