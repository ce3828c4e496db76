// Logs of jobs, and live in chats. Part of the composition root.
import type { FileRoute } from './audience/file-route.ts';
import type { Config } from './config/load-config.ts';
import { createLogFiles } from './files/logs/log-files.ts';
import { createSpools } from './files/logs/spool.ts';
import type { OpenWholeLog } from './jobs/whole-log.ts';
import type { Render } from './message/render/render.ts';
import type { Redaction } from './redact/redaction.ts';
import { reportUnavailable } from './redis/connection/report-unavailable.ts';
import { createLogStream } from './redis/jobs/log-stream.ts';
import type { Storage } from './redis/storage.ts';
import type { Clock } from './runtime/clock.ts';
import type { Service } from './runtime/lifecycle.ts';
import type { Logger } from './runtime/logger.ts';
import type { Metrics } from './runtime/metrics.ts';
import { createTails } from './tails/create-tails.ts';
import { createFollowLog, type FollowLog } from './tails/follow-log.ts';
import type { LogFeed, LogSource } from './tails/log-source.ts';
import { createLogReader, type ReadLog } from './tails/read-log.ts';
import { redactedLog } from './tails/redacted-log.ts';
import type { Tails } from './tails/tail.ts';
import { createTailAccess } from './tails/tail-access.ts';
import { createTailScreen } from './tails/tail-screen.ts';
import { createWholeLog } from './tails/whole-log.ts';

type LogConfig = Pick<Config, 'logsDir' | 'dataDir' | 'tailIntervalMs'>;

type LogStorage = Pick<
  Storage,
  'redis' | 'keys' | 'lease' | 'board' | 'chatBook' | 'outbox' | 'tailStore'
>;

interface Deps {
  /** From the policy file. */
  readonly routes: readonly FileRoute[];
  readonly render: Render;
  readonly redaction: Redaction;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
}

export interface JobLogs {
  /** Not redacted. */
  readonly feeds: readonly LogFeed[];
  /** Redacted, like all that follows. */
  readonly sources: readonly LogSource[];
  readonly readLog: ReadLog;
  readonly followLog: FollowLog;
}

export interface Logs extends JobLogs {
  /** Shows them in chats, live. */
  readonly tails: Tails & Service;
  readonly openWholeLog: OpenWholeLog;
}

export function createLogs(config: LogConfig, storage: LogStorage, deps: Deps): Logs {
  const { routes, render, clock, log, metrics } = deps;
  const { board, chatBook, outbox, tailStore: store } = storage;
  const { tailIntervalMs: intervalMs } = config;
  const logs = createJobLogs(config, storage, deps);
  const { sources } = logs;
  const logsOf = createTailAccess({ chatBook, routes });
  const screen = createTailScreen({ store, sources, board, logsOf, outbox, render, clock });
  const lease = storage.lease('tails');
  const tails = createTails({ store, screen, lease, clock, log, metrics, intervalMs });
  const { feeds } = logs;
  const openSpool = createSpools({ dataDir: config.dataDir, clock });
  const whole = { feeds, board, logsOf, redaction: deps.redaction, openSpool, clock };
  return { ...logs, tails, openWholeLog: createWholeLog(whole) };
}

/** For whoever reads them without a chat. */
export function createJobLogs(
  { logsDir }: Pick<Config, 'logsDir'>,
  { redis, keys, board }: Pick<Storage, 'redis' | 'keys' | 'board'>,
  { redaction, clock }: Pick<Deps, 'redaction' | 'clock'>,
): JobLogs {
  const files = logsDir === undefined ? [] : [createLogFiles(logsDir)];
  const feeds = [reportUnavailable(createLogStream(redis, keys)), ...files];
  const sources = feeds.map((one) => redactedLog(one, redaction));
  return {
    feeds,
    sources,
    readLog: createLogReader({ sources, clock }),
    followLog: createFollowLog({ feeds, board, redaction, clock }),
  };
}
