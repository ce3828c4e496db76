// Contract: what brings data from one layout to the next. It reads what is there and builds beside it what
// shall be there; the exchange is the business of whoever runs it (migrate.ts). So it may end anywhere and is
// begun anew then.
import type { Redis } from 'ioredis';

export interface Migration {
  /** The layout that it makes, out of the one before. */
  readonly to: number;
  build(former: Former, next: Staging): Promise<void>;
}

/** Data of the layout before. It stays as it is until all is built. */
export interface Former {
  /** To read with. */
  readonly redis: Redis;
  /** `KEY_PREFIX` and a colon; every key begins with it. */
  readonly prefix: string;
}

/** What is built. Names are without the prefix. */
export interface Staging {
  /**
   * A command that adds to the key of this name in the new layout, which begins empty. `HSET`, `ZADD` and
   * `SADD` may have any number of arguments.
   */
  add(command: 'HSET' | 'ZADD' | 'SADD' | 'SET', name: string, ...args: string[]): Promise<void>;
  /** The key `name` has what the former key `from` has. */
  copy(from: string, name: string): Promise<void>;
  /** `name` lives as long as the former key `like`. */
  keepExpiry(like: string, name: string): Promise<void>;
  /** A former key goes; one of the same name that was built comes in its place. */
  remove(name: string): Promise<void>;
}
