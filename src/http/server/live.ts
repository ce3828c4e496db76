// All streams and sockets with their routes, and their start and stop.
import type { FastifyInstance } from 'fastify';
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import type { BuildHashes } from '../../jobs/build-hash.ts';
import type { JobBoard } from '../../jobs/job-board.ts';
import type { Journal, JournalFeed } from '../../journal/journal.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import type { FollowLog } from '../../tails/follow-log.ts';
import type { ReadLog } from '../../tails/read-log.ts';
import type { Admit } from '../access/gate.ts';
import { createBuildStreams } from '../builds/build-streams.ts';
import type { Formats } from '../documents/formats.ts';
import type { EventSources } from '../live/event-sources.ts';
import type { LiveCallers } from '../live/live-callers.ts';
import type { StreamLimits } from '../live/stream-limits.ts';
import type { CursorsOf } from '../reading/cursor.ts';
import { registerBuildEvents } from '../routes/build-events.ts';
import { eventsShape, registerEvents } from '../routes/events.ts';
import { pipelineShape, registerJobEvents } from '../routes/job-events.ts';
import { JOB_SOCKETS_PATH, registerJobSockets } from '../routes/job-sockets.ts';
import { registerJobLogs } from '../routes/logs/job-logs.ts';
import { createEventStreams } from '../sse/event-streams.ts';
import { createLogStreams } from '../sse/log-streams.ts';
import type { StreamShape } from '../sse/stream-shape.ts';
import { createHandshakes } from '../websocket/handshakes.ts';
import { createJobSockets } from '../websocket/job-sockets.ts';

export interface LiveDeps {
  /** The televibe shape of an event. */
  readonly encode: (event: CanonicalEvent) => unknown;
  /** The pipeline shape. */
  readonly encodePipeline: (event: CanonicalEvent) => unknown;
  /** The jobs shape: `{ type, payload }`. */
  readonly encodeJobs: (event: CanonicalEvent) => unknown;
  readonly buildHashes: BuildHashes;
  readonly board: Pick<JobBoard, 'find'>;
  readonly readLog: ReadLog;
  readonly followLog: FollowLog;
  readonly sources: EventSources;
  readonly journal: Journal;
  readonly feed: JournalFeed;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Logger;
  readonly limits?: Partial<StreamLimits>;
  readonly formats: Formats;
}

interface Guarded {
  readonly admit: Admit;
  readonly liveCallers: LiveCallers;
  readonly cursorsOf: CursorsOf;
  readonly limits: StreamLimits;
}

interface Live {
  start(): void;
  /** Ends all with a time to reconnect; in bounded time. */
  stop(): Promise<void>;
}

export function registerLive(app: FastifyInstance, deps: Omit<LiveDeps, 'limits'> & Guarded): Live {
  const { admit, board, readLog, journal, encodePipeline, formats, clock, log } = deps;
  const { events, pipeline, builds, logs, sockets } = createLive(deps);
  const handshakes = createHandshakes(app, JOB_SOCKETS_PATH);
  const endpoints = [events, pipeline, builds, logs, sockets];

  registerEvents(app, { admit, streams: events, formats, clock, log });
  registerJobEvents(app, {
    admit,
    streams: pipeline,
    journal,
    formats,
    encodePipeline,
    clock,
    log,
  });
  registerBuildEvents(app, { admit, streams: builds, formats, clock, log });
  registerJobLogs(app, { admit, board, readLog, streams: logs, clock, log });
  registerJobSockets(app, { admit, handshakes, sockets, formats });

  return {
    start() {
      for (const endpoint of endpoints) endpoint.start();
    },
    async stop() {
      await Promise.all(endpoints.map((endpoint) => endpoint.stop()));
      handshakes.stop();
    },
  };
}

function createLive(deps: Omit<LiveDeps, 'limits'> & Omit<Guarded, 'admit'>) {
  const { encode, encodePipeline, encodeJobs, buildHashes, sources, journal, feed } = deps;
  const { followLog, limits, liveCallers, cursorsOf, metrics, clock, log } = deps;
  const eventStreams = (shape: StreamShape, heartbeatMs: number) =>
    createEventStreams({
      shape,
      journal,
      feed,
      sources,
      clock,
      log,
      metrics,
      limits: { ...limits, heartbeatMs },
      cursorsOf,
      liveCallers,
    });
  return {
    events: eventStreams(eventsShape(encode), limits.heartbeatMs),
    pipeline: eventStreams(pipelineShape(encodePipeline), limits.pipelineHeartbeatMs),
    builds: createBuildStreams({
      buildHashes,
      sources,
      feed,
      clock,
      log,
      metrics,
      limits,
      liveCallers,
    }),
    logs: createLogStreams({ followLog, sources, clock, log, metrics, limits, liveCallers }),
    sockets: createJobSockets({
      encodeJobs,
      sources,
      feed,
      clock,
      log,
      metrics,
      limits,
      liveCallers,
    }),
  };
}
