// What jobwire 0.1 left behind, read as its keys and as requests; and the same data moved to this version.
import type { ApprovalRequest } from '../../../src/approvals/approval.ts';
import { approvalKey } from '../../../src/approvals/requests/approval-key.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import type { DumpedKey } from '../../helpers/key-dump.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { formerKeys, loadFormer, migrationsOn, standing } from './migration-kit.ts';

type Stored = Pick<DumpedKey, 'value'>;

/** Of the former version, by names without the prefix. */
export const before = new Map(
  formerKeys().map(({ ttlMs: _, key, ...one }) => [key.slice('jobwire:'.length), one]),
);

export interface Moved extends RedisKit {
  readonly keys: Keys;
  /** What is there now, by names without the prefix. */
  readonly after: ReadonlyMap<string, DumpedKey>;
}

export async function startMoved(): Promise<Moved> {
  const kit = await startRedisKit();
  const keys = kit.fresh();
  await loadFormer(kit.redis, keys);
  await migrationsOn(kit.redis, keys).migrations.start();
  const after = new Map((await standing(kit.redis, keys)).map((one) => [one.key, one]));
  return { ...kit, keys, after };
}

export function hashIn(all: ReadonlyMap<string, Stored>, name: string) {
  return (all.get(name)?.value ?? {}) as Readonly<Record<string, string>>;
}
export const formerHash = (name: string) => hashIn(before, name);
export const formerList = (name: string) => (before.get(name)?.value ?? []) as readonly string[];
export const formerScores = (name: string) =>
  (before.get(name)?.value ?? []) as readonly [member: string, score: string][];

/** Asked without a project for a job that belongs to one. */
const PROJECT_OF_JOB: Readonly<Record<string, string>> = { 'homeless-1': 'shop' };

/** Every request, by the id that its producer gave it; its project and key now. */
export const REQUESTS = formerScores('approvals:all').map(([id]) => {
  const hash = formerHash(`approval:${id}`);
  const request = JSON.parse(hash.request ?? '') as ApprovalRequest;
  const projectId = request.projectId ?? PROJECT_OF_JOB[id];
  return { id, hash, request, projectId, key: approvalKey({ ...request, projectId }, id) };
});

export const KEYS = new Map(REQUESTS.map(({ id, key }) => [id, key]));
export const keyOf = (id: string) => KEYS.get(id) ?? `no request ${id}`;
