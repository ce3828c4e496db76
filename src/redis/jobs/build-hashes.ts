// What is true of a build: the hash `job:<id>`, which its system keeps. Messages may get lost, the
// hash does not.

import type { Redis } from 'ioredis';
import type { RawMessage } from '../../dialects/dialect.ts';
import type { BuildHash, BuildHashes } from '../../jobs/build-hash.ts';
import { hasEnded, type JobBoard } from '../../jobs/job-board.ts';
import { defined } from '../../runtime/defined.ts';
import { isUnavailable } from '../connection/unavailable.ts';

export interface Builds extends BuildHashes {
  /** The same messages, each with the project that its build's hash tells. */
  complete(messages: readonly RawMessage[]): Promise<readonly RawMessage[]>;
  /** The last message of every build that ended, as its hash tells, while nobody heard of it. */
  missed(): Promise<readonly RawMessage[]>;
}

interface Deps {
  readonly redis: Redis;
  readonly board: JobBoard;
  /** Name of the dialect, and of its hashes with `*` for the id: `job:*`. */
  readonly dialect: string;
  readonly hash: string;
  readonly now: () => number;
}

const TERMINAL: ReadonlySet<string> = new Set(['ready', 'failed']);
/** So many of the newest jobs are looked at. */
const RECENT = 1_000;

export function createBuildHashes({ redis, board, dialect, hash, now }: Deps): Builds {
  const keyOf = (jobId: string) => hash.replace('*', () => jobId);

  async function readAll(jobIds: readonly string[]): Promise<Map<string, BuildHash>> {
    const pipeline = redis.pipeline();
    for (const jobId of jobIds) pipeline.hmget(keyOf(jobId), 'status', 'user_id', 'project_id');
    const replies = jobIds.length === 0 ? [] : ((await pipeline.exec()) ?? []);
    const found = new Map<string, BuildHash>();
    replies.forEach(([error, values], at) => {
      if (isUnavailable(error)) throw error;
      // A key of another kind is no build's hash.
      if (error) return;
      const build = buildHashOf(values as (string | null)[]);
      if (build !== undefined) found.set(jobIds[at] ?? '', build);
    });
    return found;
  }

  return {
    async read(jobId) {
      return (await readAll([jobId])).get(jobId);
    },
    async complete(messages) {
      const builds = await readAll([...new Set(messages.flatMap((m) => m.about?.jobId ?? []))]);
      return messages.map((message) => {
        const projectId = builds.get(message.about?.jobId ?? '')?.projectId;
        if (projectId === undefined) return message;
        return { ...message, about: { ...message.about, projectId } };
      });
    },
    async missed() {
      const recent = await board.recent(RECENT);
      const running = recent.filter((job) => job.dialect === dialect && !hasEnded(job));
      const builds = await readAll(running.map(({ id }) => id));
      return [...builds].flatMap(([jobId, { status, projectId }]) => {
        if (status === undefined || !TERMINAL.has(status)) return [];
        const text = JSON.stringify({ type: 'build.stage.started', status, job_id: jobId });
        const about = { jobId, ...defined({ projectId }) };
        return [{ dialect, text, source: keyOf(jobId), arrivedAt: now(), about }];
      });
    },
  };
}

function buildHashOf([status, userId, projectId]: (string | null)[]): BuildHash | undefined {
  if (!status && !userId && !projectId) return undefined;
  return defined({
    status: status || undefined,
    userId: userId || undefined,
    projectId: projectId || undefined,
  });
}
