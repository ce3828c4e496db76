// The indexes in which the events of a job are (redis/journal/events.lua). Within projects a job is looked up in
// theirs alone: it costs the same whether another project has one of that id or nobody has.
import type { Redis } from 'ioredis';
import { comparePositions } from '../../journal/position.ts';
import type { Keys } from '../scripts/keys.ts';
import { indexName } from './event-lines.ts';

/** A stream of positions, or a sorted set of padded ones, and its key. */
export type Index = readonly [kind: 'stream' | 'set', key: string];

interface Found {
  readonly indexes: readonly Index[];
  /** They hold nothing of other projects than those that were asked for. */
  readonly isInProjects: boolean;
}

export type JobIndexes = (
  jobId: string,
  projectIds: readonly string[] | undefined,
) => Promise<Found>;

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
}

const NO_PROJECT = '';

export function createJobIndexes({ redis, keys }: Deps): JobIndexes {
  let isComplete = false;

  /** Whether no event is kept any more that a former version indexed, by its job alone. */
  async function checkComplete(): Promise<boolean> {
    if (isComplete) return true;
    const [since, [oldest]] = await Promise.all([
      redis.get(keys.jobsSince),
      redis.xrange(keys.journal, '-', '+', 'COUNT', 1),
    ]);
    isComplete = since !== null && oldest !== undefined && comparePositions(since, oldest[0]) <= 0;
    return isComplete;
  }

  return async (jobId, projectIds) => {
    const job = indexName(jobId);
    const inProject = (project: string): Index => ['stream', keys.jobIndex(project, job)];
    if (projectIds !== undefined && (await checkComplete())) {
      const projects = projectIds.map(indexName);
      const indexes = projects.flatMap((name): Index[] => [
        inProject(name),
        ['set', keys.lateOfJob(name, job)],
      ]);
      return { indexes, isInProjects: true };
    }
    const projects =
      projectIds === undefined
        ? await redis.smembers(keys.projectsOf(job))
        : [...projectIds.map(indexName), NO_PROJECT];
    // Former versions indexed a job without its project.
    const former: Index = ['stream', keys.index('job', job)];
    return { indexes: [former, ...projects.map(inProject)], isInProjects: false };
  };
}
