// Where reading of a foreign stream goes on: a position of our own, or that of our consumer group.
import type { Redis } from 'ioredis';
import { messageOf } from '../../runtime/errors.ts';
import { isUnavailable } from '../connection/unavailable.ts';
import type { Keys } from '../scripts/keys.ts';

/** A position, '' where it was never read; `wrong`: for a reason that is the stream's own there is none. */
export type FoundPosition =
  | { readonly kind: 'at'; readonly position: string }
  | { readonly kind: 'wrong'; readonly reason: string };

export interface StreamPositions {
  /** Set when the positions are those of a consumer group. */
  readonly group?: string;
  /** The position of each. Rejects when Redis can't be asked. */
  lookUp(streams: readonly string[]): Promise<FoundPosition[]>;
}

/** Kept in a hash of ours, in the same step that journals what was read (redis/journal/append.lua). */
export function createOwnPositions(redis: Redis, hash: string): StreamPositions {
  return {
    async lookUp(streams) {
      const stored = await redis.hmget(hash, ...streams);
      return stored.map((position) => ({ kind: 'at', position: position ?? '' }));
    },
  };
}

/**
 * The group's last-delivered-id is the position, and moving it on is the acknowledgement: it happens
 * in the same step that journals what was read, so nothing is ever delivered and not yet done. A
 * group begins at the stream's beginning. Other groups are never touched.
 */
export function createGroupPositions(redis: Redis, group: string): StreamPositions {
  async function positionIn(stream: string): Promise<string> {
    const found = await groupsOf(redis, stream);
    const mine = found?.get(group);
    if (found === undefined || mine !== undefined) return mine ?? '';
    await redis.xgroup('CREATE', stream, group, '0').catch((error: unknown) => {
      if (!/^BUSYGROUP/.test(String((error as Error).message))) throw error;
    });
    return (await groupsOf(redis, stream))?.get(group) ?? '';
  }

  async function found(stream: string): Promise<FoundPosition> {
    try {
      return { kind: 'at', position: await positionIn(stream) };
    } catch (error) {
      if (isUnavailable(error)) throw error;
      return { kind: 'wrong', reason: messageOf(error) };
    }
  }

  return { group, lookUp: (streams) => Promise.all(streams.map(found)) };
}

/** Name and last-delivered-id of each group; `undefined` when there is no such stream. */
async function groupsOf(redis: Redis, stream: string): Promise<Map<string, string> | undefined> {
  try {
    const groups = (await redis.xinfo('GROUPS', stream)) as (string | number | null)[][];
    return new Map(
      groups.map((flat) => {
        const field = (name: string) => String(flat[flat.indexOf(name) + 1]);
        return [field('name'), field('last-delivered-id')];
      }),
    );
  } catch (error) {
    if (error instanceof Error && /no such key/i.test(error.message)) return undefined;
    throw error;
  }
}

/** How far any source of ours was read; one that never was is left out. */
export function createSourcePositions(redis: Redis, { positions }: Pick<Keys, 'positions'>) {
  return {
    async read(sources: readonly string[]): Promise<Map<string, string>> {
      if (sources.length === 0) return new Map();
      const stored = await redis.hmget(positions, ...sources);
      return new Map(
        sources.flatMap((source, at) => {
          const position = stored[at] ?? undefined;
          return position === undefined ? [] : [[source, position] as const];
        }),
      );
    },
  };
}
