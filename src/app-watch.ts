// Joins what looks at how the whole is doing, from beside the parts that do the work. A part of the
// composition root.
import type { Config } from './config/load-config.ts';
import type { Channel } from './deliver/channel.ts';
import { watchChannel } from './deliver/visits/telegram-pulse.ts';
import { createFolderFacts } from './files/text/folder-facts.ts';
import { createMarkFile } from './files/text/mark-file.ts';
import { createHistoryWatch } from './journal/watch-history.ts';
import type { Translator } from './message/locale/translate.ts';
import { createCountElsewhere } from './monitoring/counted-elsewhere.ts';
import { createMonitor } from './monitoring/monitor.ts';
import { createStallWatch } from './monitoring/stall-watch.ts';
import { createFailingCalls } from './redis/monitoring/failing-calls.ts';
import { createSystemState } from './redis/monitoring/system-state.ts';
import type { Storage } from './redis/storage.ts';
import type { Means } from './runtime/means.ts';
import { createRollbackNotice } from './telegram/rollback-notice.ts';

type Parts = Storage &
  Means & {
    readonly translator: Translator;
    readonly config: Config;
    /** Called once when a part stands still for good: only a new start helps. */
    readonly onStall?: (() => void) | undefined;
  };

export function createWatch(parts: Parts) {
  const { config, log, flowStore, routerLease, onStall = () => {} } = parts;
  const { archiveDir, dataDir } = config;
  const stalls = createStallWatch({ ...parts, onStall });
  const folders = [
    ...(config.redis === undefined ? [{ name: 'DATA_DIR', path: dataDir }] : []),
    ...(archiveDir === undefined ? [] : [{ name: 'ARCHIVE_DIR', path: archiveDir }]),
  ];
  const monitor = createMonitor({
    ...parts,
    readState: createSystemState(parts),
    readFolders: createFolderFacts(folders),
    onLook: stalls.look,
  });
  const failingCalls = createFailingCalls(parts);
  const isFailing = () => monitor.latest()?.failing !== undefined;
  const storage = JSON.stringify([addressOf(config), config.keyPrefix]);
  const history = createHistoryWatch({
    ...parts,
    markFile: createMarkFile({ ...parts, dataDir, storage }),
    tell: createRollbackNotice(parts),
  });
  return {
    history,
    monitor,
    counts: createCountElsewhere(parts),
    systemState: monitor.latest,
    channel: (channel: Channel) => watchChannel(channel, { failingCalls, isFailing, log }),
    router: stalls.watchRouter({ store: flowStore, lease: routerLease }),
  };
}

/** Without the login, which may change and is nobody's business. */
function addressOf({ redis }: Config): unknown {
  switch (redis?.kind) {
    case undefined:
      return 'own';
    case 'socket':
      return redis.socketPath;
    case 'server':
      return [redis.host, redis.port, redis.db];
    case 'sentinel':
      return [redis.sentinels, redis.master, redis.db];
  }
}
