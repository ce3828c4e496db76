// Monitoring. Part of the composition root.
import type { Config } from './config/load-config.ts';
import type { Channel } from './deliver/channel.ts';
import { watchChannel } from './deliver/visits/telegram-pulse.ts';
import { createFolderFacts } from './files/text/folder-facts.ts';
import { createMarkFile } from './files/text/mark-file.ts';
import { createHistoryWatch } from './journal/watch-history.ts';
import type { Translator } from './message/locale/translate.ts';
import { createCountCollector } from './monitoring/counted-elsewhere.ts';
import { createMeasurePulse } from './monitoring/measure-pulse.ts';
import { createMonitor } from './monitoring/monitor.ts';
import { createStallWatch } from './monitoring/stall-watch.ts';
import { createPulse } from './redis/connection/pulse.ts';
import { createFailingCalls } from './redis/monitoring/failing-calls.ts';
import { createSystemState } from './redis/monitoring/system-state.ts';
import type { Storage } from './redis/storage.ts';
import type { Clock } from './runtime/clock.ts';
import type { Health } from './runtime/health.ts';
import type { Service } from './runtime/lifecycle.ts';
import type { Logger } from './runtime/logger.ts';
import type { Metrics } from './runtime/metrics.ts';
import { createRollbackNotice } from './telegram/rollback-notice.ts';

type WatchConfig = Pick<Config, 'redis' | 'keyPrefix' | 'dataDir' | 'archiveDir'>;

type WatchedStorage = Pick<
  Storage,
  | 'redis'
  | 'keys'
  | 'journal'
  | 'approvals'
  | 'history'
  | 'flowStore'
  | 'routerLease'
  | 'members'
  | 'chatBook'
  | 'outbox'
  | 'counts'
>;

interface Deps {
  readonly translator: Translator;
  /** Called once if a component has stalled for good, so that only a restart helps. */
  readonly onStall: () => void;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
}

export function createWatch(config: WatchConfig, storage: WatchedStorage, deps: Deps) {
  const { onStall, clock, log, metrics, health } = deps;
  const { redis, keys, flowStore, routerLease, counts } = storage;
  countReturns(health, metrics);
  const stalls = createStallWatch({ health, log, onStall });
  const monitor = createMonitor({
    readState: createSystemState({ redis, keys }),
    readFolders: createFolderFacts(foldersOf(config)),
    measurePulse: createMeasurePulse({ answer: createPulse(redis, clock).answer, clock, metrics }),
    onLook: stalls.look,
    health,
    metrics,
    clock,
    log,
  });
  const failingCalls = createFailingCalls({ redis, keys });
  const isFailing = () => monitor.latest()?.failing !== undefined;
  return {
    history: createHistory(config, storage, deps),
    monitor,
    counts: createCountCollector({ counts, metrics, clock, log }),
    systemState: monitor.latest,
    channel: (channel: Channel) => watchChannel(channel, { failingCalls, isFailing, log }),
    router: stalls.watchRouter({ store: flowStore, lease: routerLease }),
  };
}

/** Of Redis; that it is there at the start is no return. */
function countReturns(health: Health, metrics: Metrics): void {
  let wasUp = false;
  health.onChange('redis', (isUp) => {
    if (isUp && wasUp) metrics.redisBack();
    wasUp ||= isUp;
  });
}

function createHistory(
  config: WatchConfig,
  storage: WatchedStorage,
  { translator, clock, log, health }: Deps,
): Service {
  const { history, journal, approvals, members, chatBook, outbox } = storage;
  const { dataDir, keyPrefix } = config;
  const address = JSON.stringify([addressOf(config), keyPrefix]);
  return createHistoryWatch({
    history,
    markFile: createMarkFile({ dataDir, storage: address, log }),
    journal,
    approvals,
    report: createRollbackNotice({ members, chatBook, translator, outbox, clock }),
    health,
    clock,
    log,
  });
}

/** The folders that jobwire writes to. */
function foldersOf({ redis, dataDir, archiveDir }: WatchConfig) {
  return [
    ...(redis === undefined ? [{ name: 'DATA_DIR', path: dataDir }] : []),
    ...(archiveDir === undefined ? [] : [{ name: 'ARCHIVE_DIR', path: archiveDir }]),
  ];
}

/** Without the login, which may change and is secret. */
function addressOf({ redis }: WatchConfig): unknown {
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
