// Waits for a connection, as long as it takes. BullMQ gives a connection up for good when its first
// try fails: at the client limit, for example, or while the server comes up.
import type { Redis } from 'ioredis';

/** Resolves with the first answer, a refusal too; and when the connection was ended. */
export async function untilConnected(redis: Redis): Promise<void> {
  await redis.ping().catch(() => {});
}
