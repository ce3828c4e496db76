// What kind of server it is. Users without INFO are told by HELLO, which everybody may ask.
import type { Redis } from 'ioredis';
import { messageOf } from '../../runtime/errors.ts';

export interface ServerMode {
  /** `single` also where nobody says. */
  readonly kind: 'single' | 'cluster';
  readonly mayAskInfo: boolean;
}

/** Rejects with what the server answers while it can't say. */
export async function readServerMode(redis: Redis): Promise<ServerMode> {
  try {
    const info = String(await redis.call('INFO', 'cluster'));
    return { kind: /^cluster_enabled:1/m.test(info) ? 'cluster' : 'single', mayAskInfo: true };
  } catch (error) {
    if (!isForbidden(error)) throw error;
  }
  const kind = (await hello(redis)).get('mode') === 'cluster' ? 'cluster' : 'single';
  return { kind, mayAskInfo: false };
}

/**
 * Lets `info` answer without the right to ask: with the version, which decides how precisely BullMQ
 * waits, and the role.
 */
export function answerInfoByHello(redis: Redis): void {
  const info = redis.info.bind(redis) as (...args: unknown[]) => Promise<string>;
  async function infoOrHello(...args: unknown[]): Promise<string> {
    try {
      return await info(...args);
    } catch (error) {
      if (!isForbidden(error)) throw error;
    }
    const facts = await hello(redis);
    const role = facts.get('role') === 'replica' ? 'slave' : facts.get('role');
    return `redis_version:${facts.get('version') ?? ''}\r\nrole:${role ?? ''}\r\n`;
  }
  // The client library itself asks with a callback, and has its own way without the right.
  const isCallback = (args: readonly unknown[]) => typeof args.at(-1) === 'function';
  const either = (...args: unknown[]) => (isCallback(args) ? info(...args) : infoOrHello(...args));
  redis.info = either as Redis['info'];
}

/** By name; nothing where HELLO is not to be had either. */
async function hello(redis: Redis): Promise<ReadonlyMap<string, string>> {
  try {
    const flat = [await redis.call('HELLO')].flat().map(String);
    return new Map(flat.flatMap((name, at) => (at % 2 === 0 ? [[name, flat[at + 1] ?? '']] : [])));
  } catch (error) {
    if (isForbidden(error) || /unknown command/i.test(messageOf(error))) return new Map();
    throw error;
  }
}

function isForbidden(error: unknown): boolean {
  return messageOf(error).startsWith('NOPERM');
}
