// Builds an inlet for every source that a dialect declares. Part of the composition root.

import type { Config } from './config/load-config.ts';
import { ALL_DIALECTS, decode } from './dialects/all-dialects.ts';
import type { Dialect, Source } from './dialects/dialect.ts';
import { createRunsInlet } from './files/runs/runs-inlet.ts';
import { createIngest, type Ingest } from './intake/isolate-poison.ts';
import { createReceive, type Receive } from './intake/receive.ts';
import { reportUnreadableTimes } from './intake/report-times.ts';
import { createRetry } from './intake/retry.ts';
import { reportUnavailable } from './redis/connection/report-unavailable.ts';
import { createChannelInlet } from './redis/inlets/channel-inlet.ts';
import { createGroupInlet } from './redis/inlets/group-inlet.ts';
import { createTelevibeInlet } from './redis/inlets/televibe-inlet.ts';
import { type Builds, createBuildHashes } from './redis/jobs/build-hashes.ts';
import type { Storage } from './redis/storage.ts';
import type { Clock } from './runtime/clock.ts';
import type { Health } from './runtime/health.ts';
import type { Service } from './runtime/lifecycle.ts';
import type { Logger } from './runtime/logger.ts';
import type { Metrics } from './runtime/metrics.ts';

const MAX_PAUSE_MS = 100;

type InletConfig = Pick<Config, 'pipelineRunsDir'>;

type InletStorage = Pick<
  Storage,
  | 'redis'
  | 'keys'
  | 'connect'
  | 'lease'
  | 'journal'
  | 'silence'
  | 'attempts'
  | 'retries'
  | 'positions'
>;

interface Deps {
  readonly builds: Builds;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
}

interface InletDeps extends Deps {
  readonly config: InletConfig;
  readonly storage: InletStorage;
  readonly receive: Receive;
  readonly ingest: Ingest;
}

export function createInlets(config: InletConfig, storage: InletStorage, deps: Deps): Service[] {
  const { builds, clock, log, metrics, health } = deps;
  const { journal, silence: jobs, attempts, retries } = storage;
  const decodeReported = reportUnreadableTimes(decode, { metrics, log });
  const receive = createReceive({ decode: decodeReported, journal, jobs, metrics, clock, log });
  const ingest = createIngest({ receive, attempts, clock, log });
  const inlets = { config, storage, builds, receive, ingest, clock, log, metrics, health };
  const counted = ALL_DIALECTS.flatMap(({ sources }) => sources.flatMap(gapSources));
  for (const source of counted) metrics.gapsCounted(source);
  return [
    ...ALL_DIALECTS.flatMap((dialect) =>
      dialect.sources.flatMap((source) => inletFor(dialect, source, inlets)),
    ),
    createRetry({ store: retries, decode: decodeReported, journal, metrics, clock, log }),
  ];
}

/** The names under which its inlet counts gaps. */
function gapSources(source: Source): readonly string[] {
  switch (source.kind) {
    case 'bus':
      return [source.channels, source.streams];
    case 'streams':
      return source.names;
    case 'channels':
      return [source.channels];
    case 'runs':
      return [];
  }
}

type BuildStorage = Pick<Storage, 'redis' | 'board'>;

/** The state of builds, from the hashes that their dialect declares. */
export function createBuilds({ redis, board }: BuildStorage, { now }: Clock): Builds {
  const declared = ALL_DIALECTS.flatMap(({ name, sources }) =>
    sources.flatMap((source) =>
      source.kind === 'channels' && source.hash !== undefined
        ? [{ dialect: name, hash: source.hash }]
        : [],
    ),
  );
  const [{ dialect, hash } = { dialect: '', hash: '*' }] = declared;
  return reportUnavailable(createBuildHashes({ redis, board, dialect, hash, now }));
}

function inletFor(dialect: Dialect, source: Source, deps: InletDeps): Service[] {
  switch (source.kind) {
    case 'bus':
      return [createBusInlet(dialect, deps)];
    case 'streams':
      return [createStreamsInlet(dialect, source, deps)];
    case 'channels':
      return [createChannelsInlet(dialect, source, deps)];
    case 'runs':
      return createRuns(dialect, deps);
  }
}

function createBusInlet(dialect: Dialect, deps: InletDeps): Service {
  const { storage, receive, ingest: take, clock, log, metrics, health } = deps;
  return createTelevibeInlet({
    redis: storage.redis,
    blocking: storage.connect('blocking'),
    subscriber: storage.connect('subscriber'),
    keys: storage.keys,
    dialect,
    receive,
    ingest: take,
    clock,
    log,
    metrics,
    health,
  });
}

function createStreamsInlet(
  dialect: Dialect,
  { names }: Extract<Source, { kind: 'streams' }>,
  deps: InletDeps,
): Service {
  const { storage, ingest: take, clock, log, metrics, health } = deps;
  return createGroupInlet({
    redis: storage.redis,
    keys: storage.keys,
    blocking: storage.connect('blocking'),
    dialect,
    names,
    ingest: take,
    lease: storage.lease(`inlet:${dialect.name}`),
    clock,
    log,
    metrics,
    health,
  });
}

function createChannelsInlet(
  dialect: Dialect,
  source: Extract<Source, { kind: 'channels' }>,
  deps: InletDeps,
): Service {
  const { storage, builds, receive, clock, log, metrics, health } = deps;
  const truth =
    source.hash === undefined
      ? { complete: async <T>(messages: T) => messages, missed: async () => [] }
      : builds;
  return createChannelInlet({
    subscriber: storage.connect('subscriber'),
    dialect,
    source,
    receive,
    complete: truth.complete,
    missed: truth.missed,
    clock,
    log,
    metrics,
    health,
  });
}

/** None if no runs folder is configured. */
function createRuns({ name: dialect }: Dialect, deps: InletDeps): Service[] {
  const { config, storage, receive, clock, log, health } = deps;
  const { pipelineRunsDir: runsDir } = config;
  if (runsDir === undefined) return [];
  const { attempts, positions } = storage;
  const ingest = createIngest({ receive, attempts, clock: hurried(clock), log });
  const lease = storage.lease(`inlet:${dialect}`);
  return [
    createRunsInlet({
      runsDir,
      dialect,
      receive,
      ingest,
      positions,
      lease,
      clock,
      log,
      health,
    }),
  ];
}

/** All files share one reader, so pauses are shortened: the others must not wait for one that crashed a process. */
function hurried(clock: Clock): Clock {
  const sleep: Clock['sleep'] = (ms, signal) => clock.sleep(Math.min(ms, MAX_PAUSE_MS), signal);
  return { ...clock, sleep };
}
