// Whether a server stands alone or is part of a Cluster. Users without INFO are told by HELLO.
import type { Redis } from 'ioredis';
import { messageOf } from '../errors.ts';
import type { Logger } from '../logger.ts';

/** Rejects with what the server answers while it can't say. */
export async function readServerMode(
  redis: Redis,
  log: Logger,
): Promise<'single' | 'cluster' | 'unknown'> {
  try {
    return /^cluster_enabled:1/m.test(await redis.info('cluster')) ? 'cluster' : 'single';
  } catch (error) {
    if (!isForbidden(error)) throw error;
  }
  log.warn({ missing: 'INFO' }, 'redis_right_missing');
  try {
    const answer = JSON.stringify(await redis.call('HELLO'));
    return answer.includes('"cluster"') ? 'cluster' : 'single';
  } catch (error) {
    if (!isForbidden(error) && !/unknown command/i.test(messageOf(error))) throw error;
    return 'unknown';
  }
}

function isForbidden(error: unknown): boolean {
  return messageOf(error).startsWith('NOPERM');
}
