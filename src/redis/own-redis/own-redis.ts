// Our own Redis, for whoever has none: a child process that keeps its data under DATA_DIR, comes
// back when it dies, and ends with us.
import type { Clock } from '../../runtime/clock.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/logger.ts';
import { createRedisFolder } from './folder.ts';
import { restrictFolder } from './folder-rights.ts';
import { createKeeper } from './keeper.ts';
import { acquireLock, type Lock } from './lock.ts';
import { endOrphan } from './orphan.ts';

interface Deps {
  /** Absolute. One jobwire a folder. */
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * `start` throws `taken` while another jobwire uses the folder, `missing` when there is no Redis to
 * run, `unavailable` when it can't read its file, `config_invalid` when the folder can't be written.
 */
export interface OwnRedis extends Service {
  /** Known before `start`; after it, somebody listens there. */
  readonly socketPath: string;
}

export function createOwnRedis(deps: Deps): OwnRedis {
  const { dataDir, clock, log } = deps;
  const folder = createRedisFolder(dataDir);
  const keeper = createKeeper({ folder, clock, log });
  let lock: Lock | undefined;
  let starting: Promise<void> | undefined;

  async function open(): Promise<void> {
    await folder.prepare();
    await restrictFolder(folder.dir, log);
    lock = await acquireLock({ lockPath: folder.lockPath, dataDir, clock });
    await endOrphan({ folder, clock, log });
    await keeper.start();
  }

  return {
    name: 'own-redis',
    socketPath: folder.socketPath,
    start() {
      starting = open();
      return starting;
    },
    async stop() {
      await keeper.stop();
      await starting?.catch(() => {});
      await lock?.release();
    },
  };
}
