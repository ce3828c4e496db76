// Changes a JSON document in a hash without losing what another replica writes at the same time.
import type { Redis } from 'ioredis';
import type { Decoder } from '../../runtime/stored/decoder.ts';
import type { Keys } from './keys.ts';
import { DONE } from './replies.ts';
import { loadScript, type Script } from './script.ts';

interface Target<T> {
  readonly keys: Keys;
  readonly hash: string;
  /** Counts the changes of all documents that belong together. */
  readonly revision: string;
  /** Of the documents. What it can't read is not overwritten: its error is thrown. */
  readonly decode: Decoder<T>;
}

interface Change<T> {
  readonly field: string;
  /** May be called several times; gets what is stored. The same object means: nothing to change. */
  readonly change: (stored: T | undefined) => T;
}

/** What compare-set.lua takes. */
interface Compared {
  readonly hash: string;
  readonly revision: string;
  readonly field: string;
  readonly seen: string;
  readonly text: string;
}

let script: Script<Compared, 0 | 1> | undefined;

export async function updateField<T>(
  redis: Redis,
  { keys, hash, revision, decode }: Target<T>,
  { field, change }: Change<T>,
): Promise<T> {
  script ??= loadScript<Compared, 0 | 1>(new URL('./compare-set.lua', import.meta.url), DONE);
  for (;;) {
    const seen = (await redis.hget(hash, field)) ?? '';
    const next = change(seen === '' ? undefined : decode(seen, { key: hash, field }));
    const text = JSON.stringify(next);
    if (text === seen) return next;
    const values = { hash, revision, field, seen, text };
    if ((await script(redis, { keys, values })) === 1) return next;
  }
}
