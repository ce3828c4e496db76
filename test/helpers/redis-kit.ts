// What most tests on a real Redis need: a server, a fresh prefix, a waker that remembers.
import type { Redis } from 'ioredis';
import type { OutboxStore, Visit, Waker } from '../../src/deliver/outbox-store.ts';
import { createKeys, type Keys } from '../../src/redis/scripts/keys.ts';
import type { Wake } from '../../src/routing/route-store.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { startTestRedis, type TestRedis } from './redis-server.ts';

export interface RedisKit {
  readonly server: TestRedis;
  readonly redis: Redis;
  /** Keys under a prefix that no other test uses. */
  fresh(): Keys;
}

export async function startRedisKit(
  options: { appendonly?: boolean; allowedPrefixes?: readonly string[] } = {},
): Promise<RedisKit> {
  const server = await startTestRedis(options);
  const redis = server.client();
  let count = 0;
  return {
    server,
    redis,
    fresh() {
      count += 1;
      return createKeys(`t${count}-${systemClock.token(4)}`);
    },
  };
}

/** As if nothing had been sent for a long time. */
export async function forgetPace(redis: Redis, { prefix }: Keys): Promise<void> {
  const known = await redis.keys(`${prefix}:pace:*`);
  if (known.length > 0) await redis.del(...known);
}

/** Opens a visit to a chat; fails when another is open. */
export async function openVisit(store: OutboxStore, chatId: number): Promise<Visit> {
  const begun = await store.begin(chatId);
  if (begun.kind !== 'open') throw new Error('another visit is open');
  return begun.visit;
}

/** Remembers who was to be woken, instead of waking. */
export function recordingWaker(): Waker & { readonly wakes: Wake[] } {
  const wakes: Wake[] = [];
  return { wakes, wake: (chatId, delayMs) => void wakes.push({ chatId, delayMs }) };
}

/** An answer in which names and values alternate. */
export function asObject(flat: readonly unknown[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    flat.flatMap((name, at) => (at % 2 === 0 ? [[String(name), flat[at + 1]]] : [])),
  );
}
