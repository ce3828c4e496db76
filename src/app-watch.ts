// Joins what looks at how the whole is doing, from beside the parts that do the work. A part of the
// composition root.
import type { Config } from './config.ts';
import { createTelegramPulse } from './deliver/telegram-pulse.ts';
import { createFolderFacts } from './files/folder-facts.ts';
import type { Means } from './means.ts';
import type { Storage } from './redis/storage.ts';
import { createSystemState } from './redis/system-state.ts';
import { createMonitor } from './runtime/monitor.ts';
import { createStallWatch } from './runtime/stall-watch.ts';

type Parts = Storage &
  Means & {
    readonly config: Config;
    /** Called once when a part stands still for good: only a new start helps. */
    readonly onStall?: (() => void) | undefined;
  };

export function createWatch(parts: Parts) {
  const { config, clock, flowStore, routerLease, onStall = () => {} } = parts;
  const { archiveDir, dataDir } = config;
  const stalls = createStallWatch({ ...parts, onStall });
  const pulse = createTelegramPulse(clock);
  const folders = [
    ...(config.redis === undefined ? [{ name: 'DATA_DIR', path: dataDir }] : []),
    ...(archiveDir === undefined ? [] : [{ name: 'ARCHIVE_DIR', path: archiveDir }]),
  ];
  const monitor = createMonitor({
    ...parts,
    readState: createSystemState(parts),
    readFolders: createFolderFacts(folders),
    failingCalls: pulse.failing,
    onLook: stalls.look,
  });
  return {
    monitor,
    systemState: monitor.latest,
    channel: pulse.watch,
    router: stalls.watchRouter({ store: flowStore, lease: routerLease }),
  };
}
