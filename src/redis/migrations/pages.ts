// Reads large keys in pages, so that no answer is huge and nobody else waits long.
import type { Redis } from 'ioredis';

const PAGE = 1_000;

/** Some fields may come twice. */
export async function* hashFields(redis: Redis, key: string): AsyncGenerator<[string, string]> {
  for await (const flat of redis.hscanStream(key, { count: PAGE })) yield* inPairs(flat);
}

/** By score. Only for a set that does not change meanwhile. */
export async function* membersOf(redis: Redis, key: string): AsyncGenerator<[string, string]> {
  for (let at = 0; ; at += PAGE) {
    const flat = await redis.zrange(key, `${at}`, `${at + PAGE - 1}`, 'WITHSCORES');
    if (flat.length === 0) return;
    yield* inPairs(flat);
  }
}

/** Names of keys that begin so (KEY_PREFIX has no sign of a pattern), without that. Some may come twice. */
export async function* namesUnder(redis: Redis, beginning: string): AsyncGenerator<string> {
  const match = `${beginning}*`;
  for await (const keys of redis.scanStream({ match, count: PAGE })) {
    for (const key of keys as string[]) yield key.slice(beginning.length);
  }
}

function* inPairs(flat: readonly string[]): Generator<[string, string]> {
  for (let at = 0; at + 1 < flat.length; at += 2) yield [flat[at] ?? '', flat[at + 1] ?? ''];
}
