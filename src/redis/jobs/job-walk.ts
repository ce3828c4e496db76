// Lists the keys of jobs from their indexes (listed.lua), the newest change first.
import type { Redis } from 'ioredis';
import type { JobScope } from '../../jobs/job-board.ts';
import type { JobKey } from '../../jobs/job-key.ts';
import { ENDED } from '../../jobs/job-status.ts';
import type { Keys } from '../scripts/keys.ts';
import { DONE } from '../scripts/replies.ts';
import { loadScript } from '../scripts/script.ts';

/** Entries of an index that one call reads. */
const PART = 50;
/** Jobs of a former version that one call lists. */
const FORMER_PART = 500;

interface Former {
  readonly jobs: readonly JobKey[];
  readonly ended: readonly string[];
  readonly isLast: boolean;
}

interface Listed {
  readonly key: JobKey;
  readonly changedAt: number;
}

export type WalkKeys = (scope: JobScope) => AsyncGenerator<readonly JobKey[]>;

export function createWalkKeys(redis: Redis, keys: Keys): WalkKeys {
  const listFormer = loadScript<Former, number>(
    new URL('./list-former.lua', import.meta.url),
    DONE,
  );
  let isListed = false;

  /** Once in the life of an installation. */
  async function listThoseOfFormerVersions(): Promise<void> {
    isListed ||= (await redis.exists(keys.jobsListed)) === 1;
    if (isListed) return;
    const all = await redis.zrevrange(keys.jobsByChange, 0, -1);
    for (let at = 0; at === 0 || at < all.length; at += FORMER_PART) {
      const jobs = all.slice(at, at + FORMER_PART);
      const values = { jobs, ended: [...ENDED], isLast: at + FORMER_PART >= all.length };
      await listFormer(redis, { keys, values });
    }
    isListed = true;
  }

  /** Reads one index part by part. */
  function openIndex(index: string): Index {
    let [from, isOver] = [0, false];
    let buffer: Listed[] = [];
    return {
      async first(): Promise<Listed | undefined> {
        if (buffer.length === 0 && !isOver) {
          const found = await redis.zrevrange(index, from, from + PART - 1, 'WITHSCORES');
          buffer = pairsOf(found);
          from += buffer.length;
          isOver = buffer.length < PART;
        }
        return buffer[0];
      },
      drop: () => void buffer.shift(),
    };
  }

  function indexesOf({ projectIds, isOpen }: JobScope) {
    if (projectIds === undefined) return [openIndex(isOpen ? keys.openJobs : keys.jobsByChange)];
    const ofProject = isOpen ? keys.openJobsIn : keys.jobsIn;
    return [...new Set(projectIds)].map((id) => openIndex(ofProject(id)));
  }

  return async function* walk(scope) {
    await listThoseOfFormerVersions();
    const indexes = indexesOf(scope);
    const seen = new Set<JobKey>();
    let part: JobKey[] = [];
    for (;;) {
      const key = await takeNewest(indexes);
      if (key === undefined) break;
      if (!seen.has(key)) part.push(key);
      seen.add(key);
      if (part.length < PART) continue;
      yield part;
      part = [];
    }
    if (part.length > 0) yield part;
  };
}

interface Index {
  first(): Promise<Listed | undefined>;
  drop(): void;
}

async function takeNewest(indexes: readonly Index[]): Promise<JobKey | undefined> {
  const firsts = await Promise.all(indexes.map((index) => index.first()));
  const newest = firsts.reduce(later, undefined);
  if (newest !== undefined) indexes[firsts.indexOf(newest)]?.drop();
  return newest?.key;
}

function later(one: Listed | undefined, other: Listed | undefined): Listed | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return other.changedAt > one.changedAt ? other : one;
}

/** Members and scores alternate. */
function pairsOf(flat: readonly string[]): Listed[] {
  return flat.flatMap((key, at) =>
    at % 2 === 0 ? [{ key, changedAt: Number(flat[at + 1]) }] : [],
  );
}
