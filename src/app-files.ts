// Followers of the journal that write files: every event of a job, every decision on a gate. Part of the composition
// root.
import { createGateDecisions } from './approvals/decisions/gate-decisions.ts';
import type { Config } from './config/load-config.ts';
import { dialectNamed } from './dialects/all-dialects.ts';
import { createArchive } from './files/archive/archive.ts';
import { createArchiveRights } from './files/archive/archive-rights.ts';
import { createDecisionFiles } from './files/decisions/decision-file.ts';
import { createFollower } from './journal/follower.ts';
import type { Handle } from './journal/handle.ts';
import type { Storage } from './redis/storage.ts';
import type { Clock } from './runtime/clock.ts';
import type { Health } from './runtime/health.ts';
import type { Service } from './runtime/lifecycle.ts';
import type { Logger } from './runtime/logger.ts';
import type { Metrics } from './runtime/metrics.ts';

type FileConfig = Pick<Config, 'archiveDir' | 'pipelineRunsDir'>;

type FollowedStorage = Pick<Storage, 'journal' | 'feed' | 'positions' | 'lease' | 'followerAside'>;

interface Deps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
}

interface Following {
  /** Name of the follower; must never change. */
  readonly name: string;
  readonly handle: Handle;
  readonly givesUp: 'entry' | 'never';
}

export function createFileWriters(
  { archiveDir, pipelineRunsDir: runsDir }: FileConfig,
  storage: FollowedStorage,
  deps: Deps,
): Service[] {
  const { log } = deps;
  const { encode } = dialectNamed('pipeline');
  const writers: Service[] = [];
  if (archiveDir !== undefined) {
    const { write: handle } = createArchive({ archiveDir, encode, log });
    writers.push(
      createArchiveRights({ archiveDir, log }),
      follow({ name: 'archive', handle, givesUp: 'never' }, storage, deps),
    );
  }
  if (runsDir !== undefined) {
    const handle = createGateDecisions(createDecisionFiles({ runsDir }), { log });
    writers.push(follow({ name: 'gates', handle, givesUp: 'entry' }, storage, deps));
  }
  return writers;
}

function follow(
  { name, handle, givesUp }: Following,
  storage: FollowedStorage,
  { clock, log, metrics, health }: Deps,
): Service {
  const { journal, feed, positions, followerAside } = storage;
  return createFollower({
    name,
    handle,
    position: async (source) => (await positions.read([source])).get(source) ?? '',
    journal,
    feed,
    lease: storage.lease(name),
    followerAside,
    givesUp,
    clock,
    log,
    health,
    metrics,
  });
}
