// What a Redis says of itself (INFO), as far as it matters to whoever keeps events there.
import type { Redis } from 'ioredis';
import type { StorageFacts } from '../../runtime/system-state.ts';

export interface ServerFacts extends StorageFacts {
  /** `7.2.4`. Valkey says here which version of Redis it keeps to. */
  readonly version: string;
  readonly role: 'master' | 'replica';
}

const WRITES = ['rdb_last_bgsave_status', 'aof_last_write_status', 'aof_last_bgrewrite_status'];

/** `ask`: by default without the right to INFO what HELLO says: version and role. */
export function createServerFacts(
  redis: Redis,
  ask: () => Promise<string> = () => redis.info(),
): () => Promise<ServerFacts> {
  return async () => {
    const facts = readInfo(await ask());
    const fact = (name: string) => facts.get(name) ?? '';
    return {
      version: fact('redis_version'),
      role: fact('role') === 'slave' ? 'replica' : 'master',
      ...(facts.has('maxmemory_policy') ? { evictionPolicy: fact('maxmemory_policy') } : {}),
      maxMemoryBytes: Number(fact('maxmemory')),
      usedMemoryBytes: Number(fact('used_memory')),
      hasAppendOnlyFile: fact('aof_enabled') === '1',
      failedWrites: WRITES.filter((name) => fact(name) === 'err'),
    };
  };
}

/** Lines `name:value`, between them headings. */
function readInfo(info: string): ReadonlyMap<string, string> {
  return new Map(
    info.split(/\r?\n/).flatMap((line) => {
      const [, name, value] = /^(\w+):(.*)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );
}
