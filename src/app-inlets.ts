// Builds an inlet for every source that a dialect declares. A part of the composition root.

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
import type { Service } from './runtime/lifecycle.ts';
import type { Means } from './runtime/means.ts';

const MAX_PAUSE_MS = 100;

type Parts = Storage & Means & { readonly config: Config; readonly builds: Builds };

interface Wiring extends Parts {
  readonly receive: Receive;
  readonly take: Ingest;
}

export function createInlets(parts: Parts): Service[] {
  const decodeReported = reportUnreadableTimes(decode, parts);
  const receive = createReceive({ ...parts, decode: decodeReported });
  const take = createIngest({ ...parts, receive });
  const wiring = { ...parts, receive, take };
  return [
    ...ALL_DIALECTS.flatMap((dialect) =>
      dialect.sources.flatMap((source) => inletFor(dialect, source, wiring)),
    ),
    createRetry({ ...parts, store: parts.retries, decode: decodeReported }),
  ];
}

/** What is true of builds, from the hashes that their dialect declares. */
export function createBuilds({ redis, board, clock }: Omit<Parts, 'builds'>): Builds {
  const declared = ALL_DIALECTS.flatMap(({ name, sources }) =>
    sources.flatMap((source) =>
      source.kind === 'channels' && source.hash !== undefined
        ? [{ dialect: name, hash: source.hash }]
        : [],
    ),
  );
  const [{ dialect, hash } = { dialect: '', hash: '*' }] = declared;
  return reportUnavailable(createBuildHashes({ redis, board, dialect, hash, now: clock.now }));
}

function inletFor(dialect: Dialect, source: Source, wiring: Wiring): Service[] {
  const { connect, keys, config } = wiring;
  const lease = wiring.lease(`inlet:${dialect.name}`);
  switch (source.kind) {
    case 'bus':
      return [
        createTelevibeInlet({
          ...wiring,
          dialect,
          blocking: connect('blocking'),
          subscriber: connect('subscriber'),
          positionsKey: keys.positions,
        }),
      ];
    case 'streams':
      return [
        createGroupInlet({
          ...wiring,
          dialect,
          lease,
          names: source.names,
          blocking: connect('blocking'),
        }),
      ];
    case 'channels':
      return [createChannel(dialect, source, wiring)];
    case 'runs': {
      const { pipelineRunsDir: runsDir } = config;
      if (runsDir === undefined) return [];
      const take = createIngest({ ...wiring, clock: hurried(wiring.clock) });
      return [createRunsInlet({ ...wiring, take, runsDir, lease, dialect: dialect.name })];
    }
  }
}

/** One reader has all files: for one that ended a process, the others don't wait. */
function hurried(clock: Clock): Clock {
  const sleep: Clock['sleep'] = (ms, signal) => clock.sleep(Math.min(ms, MAX_PAUSE_MS), signal);
  return { ...clock, sleep };
}

function createChannel(
  dialect: Dialect,
  source: Extract<Source, { kind: 'channels' }>,
  wiring: Wiring,
): Service {
  const { builds, connect } = wiring;
  const truth =
    source.hash === undefined
      ? { complete: async <T>(messages: T) => messages, missed: async () => [] }
      : builds;
  return createChannelInlet({
    ...wiring,
    dialect,
    source,
    subscriber: connect('subscriber'),
    complete: truth.complete,
    missed: truth.missed,
  });
}
